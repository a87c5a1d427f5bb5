import { loanSentences } from './fault-sentences.loans.ru.js';
import { saleSentences } from './fault-sentences.sales.ru.js';

/**
 * Sentences of faults that rules and services find, English and Russian side by side; `{}` is whatever stands there. A
 * test reads the sources and asks for each sentence here.
 */
export const sentences: readonly (readonly [en: string, ru: string])[] = [
  ...saleSentences,
  ...loanSentences,
  ['Each band ends at a later age than the one before.', 'Каждая категория кончается позже предыдущей.'],
  [
    'The last band, and no other, has no end: under is null.',
    'У последней категории, и только у неё, нет конца: under — null.',
  ],
  ['Each code stands once.', 'Каждый код — только один раз.'],
  ['ageTo is not less than ageFrom.', 'ageTo не меньше ageFrom.'],
  [
    "Not a member of the group on that day; a guest's mark is one of {}, of one who was planned also {}.",
    'В этот день не участник группы; отметка гостя — одна из: {}, записанного заранее — ещё и {}.',
  ],
  ['This client is listed before.', 'Этот клиент уже есть выше.'],
  ['Nobody is born after today.', 'Никто не рождается завтра.'],
  ['It was issued today or earlier.', 'Справка выдана сегодня или раньше.'],
  ['It was measured today or earlier.', 'Измерено сегодня или раньше.'],
  ['It happened today or earlier.', 'Это было сегодня или раньше.'],
  ['No such charge is open on this account.', 'На этом счёте нет такого открытого начисления.'],
  ['No text of this purpose was in effect that day.', 'В тот день не действовал ни один текст с этой целью.'],
  ['The text was not in effect that day.', 'В тот день этот текст не действовал.'],
  ['The text is of another purpose.', 'У этого текста другая цель.'],
  ['The same is agreed to twice.', 'На одно и то же согласие дано дважды.'],
  ['leftOn cannot be before hiredOn, {}.', 'leftOn не может быть раньше hiredOn, {}.'],
  [
    'A consent is revoked between its signing and today.',
    'Согласие отзывают между подписанием и сегодняшним днём.',
  ],
  ['What has passed is not planned anew.', 'Прошедшее заново не планируют.'],
  ['The day has passed.', 'Этот день прошёл.'],
  [
    'The series has no lessons as early, or as late, as that.',
    'Так рано или так поздно занятий в серии нет.',
  ],
  ['The rule gives no such day.', 'По правилу такого дня нет.'],
  ['The rule gives this day already.', 'Этот день уже есть по правилу.'],
  ['Two parts are due on one day.', 'Срок двух частей — в один день.'],
  ['The end is before the start.', 'Конец раньше начала.'],
  ['The last day is before the first.', 'Последний день раньше первого.'],
  ['The end is before the start of the series.', 'Конец раньше начала серии.'],
  ['Say why an amount of your own choice is taken off.', 'Укажите, почему снижаете цену на свою сумму.'],
  ['A discount of this kind has no such member.', 'У скидки этого вида такого поля нет.'],
  ['Give either percent or amount.', 'Нужно что-то одно: percent или amount.'],
  [
    'Give an amount of your own choice, or a discount, or a promo code.',
    'Нужно что-то одно: своя сумма, скидка или промокод.',
  ],
  ['Name two clients.', 'Назовите двух клиентов.'],
  ['This needs the permissions {}.', 'Для этого нужны права {}.'],
  ['This needs the permission {}.', 'Для этого нужно право {}.'],
  ['Groups that meet together learn one activity.', 'Вместе занимаются группы одного предмета.'],
  ['Groups meet together within one branch.', 'Вместе занимаются группы одного филиала.'],
  ["A group's lesson teaches what the group learns.", 'На занятии группы учат тому, чему учится группа.'],
  ['This is required.', 'Это обязательно.'],
  ['This guardian stands here twice.', 'Этот представитель указан дважды.'],
  [
    'Somebody under 18 is registered with at least one guardian.',
    'Несовершеннолетнего регистрируют хотя бы с одним представителем.',
  ],
  ['Name the missed lesson.', 'Назовите пропущенное занятие.'],
  ['Only a make-up names a missed lesson.', 'Пропущенное занятие называют только для отработки.'],
  ['before is after `after`.', 'before позже, чем after.'],
  ['It closes before it opens.', 'Закрывается раньше, чем открывается.'],
  [
    'Another stretch of this weekday holds these hours.',
    'Эти часы уже есть в другом промежутке этого дня недели.',
  ],
  [
    'Give exactly one of groupId, groupIds and clientIds.',
    'Нужно ровно одно из groupId, groupIds и clientIds.',
  ],
  [
    'An individual lesson names its activity, teacher and room.',
    'Индивидуальное занятие называет предмет, преподавателя и помещение.',
  ],
  ['Give either planId or activityId.', 'Нужно что-то одно: planId или activityId.'],
  ['A plan has no trial price.', 'У тарифа нет цены пробного занятия.'],
  ['It is priced in an earlier line already.', 'Цена этого уже есть строкой выше.'],
  ['Give either changeIds or filter.', 'Нужно что-то одно: changeIds или filter.'],
  ['A record is not merged with itself.', 'Запись не объединяют с самой собой.'],
  ['Give another time, another room, or both.', 'Укажите другое время, другое помещение или то и другое.'],
  [
    'Give startsAt, or onDate and localStart, not both.',
    'Нужно что-то одно: startsAt или onDate и localStart.',
  ],
  ['A client has one payer.', 'Плательщик у клиента один.'],
  ['ageTo cannot be below ageFrom, {}.', 'ageTo не может быть меньше ageFrom, {}.'],
  ['effectiveTo cannot be before effectiveFrom, {}.', 'effectiveTo не может быть раньше effectiveFrom, {}.'],
  ['It cannot end before it was issued.', 'Справка не может кончиться раньше, чем выдана.'],
  ['maxAmount cannot be below minAmount.', 'maxAmount не может быть меньше minAmount.'],
  ['A closure lasts a year at most.', 'Закрытие длится не больше года.'],
  [
    'to is the day after the last one: 1 to {} days after from.',
    'to — день после последнего: от 1 до {} дней после from.',
  ],
  ['to is after from, by {} days at most.', 'to позже from, не больше чем на {} дней.'],
  ['This reason is not one for coming to this status.', 'Эта причина — не для перехода в этот статус.'],
  ['Say why the client left.', 'Укажите, почему клиент ушёл.'],
  [
    'The second teacher is somebody else than the first.',
    'Второй преподаватель — другой человек, чем первый.',
  ],
  [
    'The lesson has no second teacher: name one by a change of the lesson.',
    'У занятия нет второго преподавателя: назначьте его изменением занятия.',
  ],
  [
    'Name somebody else than who teaches the lesson, or is planned to.',
    'Назовите не того, кто и так ведёт или должен вести занятие.',
  ],
  ['A change of all lessons begins with the next one.', 'Изменение всех занятий начинается со следующего.'],
  ['Give lessonId or from, one of them.', 'Нужно что-то одно: lessonId или from.'],
  ['Say what is asked.', 'Укажите, о чём вопрос.'],
  [
    'Say why the open questions stay without an answer.',
    'Укажите, почему открытые вопросы остаются без ответа.',
  ],
  ['A part is above zero.', 'Часть больше нуля.'],
  ['It is above zero.', 'Это больше нуля.'],
  [
    'Name an existing guardian by id, or describe a new one; not both.',
    'Нужно что-то одно: id представителя или описание нового.',
  ],
  ['The basis {} needs {}.', 'Для основы {} нужно {}.'],
  ['The basis {} takes no {}.', 'Для основы {} не бывает {}.'],
  ['Give activityId or groupId, not both.', 'Нужно что-то одно: activityId или groupId.'],
  [
    'Send the file as the member "file" of multipart/form-data.',
    'Пришлите файл полем «file» в multipart/form-data.',
  ],
  ['Send a JSON object.', 'Пришлите объект JSON.'],
  ['Give one or more of: {}.', 'Нужно одно или несколько из: {}.'],
  [
    'Send the file as the body (CSV or XLSX), or as the member "file" of multipart/form-data.',
    'Пришлите файл телом запроса (CSV или XLSX) или полем «file» в multipart/form-data.',
  ],
  ['A name has at most {} characters.', 'В имени не больше {} символов.'],
  ['Name the branch of the room.', 'Назовите филиал помещения.'],
  ['A part of the day has a beginning and an end.', 'У части дня есть начало и конец.'],
  [
    'Give five fields: minute, hour, day of the month, month, weekday.',
    'Нужно пять полей: минута, час, день месяца, месяц, день недели.',
  ],
  [
    'A field is `*`, numbers, ranges, lists or steps within its bounds.',
    'Поле — `*`, числа, промежутки, списки или шаги в его пределах.',
  ],
  ['Four times an hour at most.', 'Не чаще четырёх раз в час.'],
  ['Such a day never comes.', 'Такой день никогда не наступит.'],
  ['Name a user or an address at least.', 'Укажите хотя бы пользователя или адрес.'],
  ['A hundred users and addresses at most.', 'Не больше ста пользователей и адресов.'],
  [
    'A schedule asks relative to its tick: give `period` by its name.',
    'Расписание спрашивает относительно своего срока: дайте `period` по имени.',
  ],
  ['A barcode is an EAN of 8 or 13 digits.', 'Штрихкод — это EAN из 8 или 13 цифр.'],
  ['A period ends after it begins.', 'Период кончается позже, чем начинается.'],
  ['A period has at most {} days.', 'В периоде не больше {} дней.'],
  ['After periodFrom, and within {} days.', 'Позже periodFrom и не больше чем через {} дней.'],
  ['Each bracket begins above the one before.', 'Каждая ступень начинается выше предыдущей.'],
  ['Each key may stand once.', 'Каждый ключ — только один раз.'],
  [
    'Give a quantity above zero; only a count may be zero.',
    'Укажите количество больше нуля; нулём может быть только подсчёт.',
  ],
  ['Give amount, or basis and rate, not both.', 'Укажите amount либо basis и rate, но не всё сразу.'],
  ['Give at least 1.', 'Укажите не меньше 1.'],
  ['Give at least one line.', 'Нужна хотя бы одна строка.'],
  ['It holds from {} on.', 'Действует начиная с {}.'],
  [
    'Its activities are taxed differently: say how the plan is.',
    'Занятия плана облагаются по-разному: укажите, как облагается план.',
  ],
  [
    'Lessons of the days gone by were counted by it: {} at the earliest.',
    'По ней уже посчитаны прошедшие занятия: не раньше {}.',
  ],
  [
    'Movements are listed for one item: give itemId too.',
    'Движения показываются по одному товару: укажите и itemId.',
  ],
  ['Name the plan whose subscriptions are to be listed.', 'Укажите план, абонементы которого показать.'],
  ['Nobody is paid before the period begins.', 'До начала периода не платят.'],
  ['Not after periodFrom.', 'Не позже periodFrom.'],
  ['Not before effectiveFrom, {}.', 'Не раньше effectiveFrom, {}.'],
  [
    'Orders that go out by themselves need an e-mail address.',
    'Чтобы заказы уходили сами, нужен адрес электронной почты.',
  ],
  ['Say why it is written off.', 'Укажите причину списания.'],
  ['The check digits of the taxpayer number are wrong.', 'Контрольные цифры ИНН неверны.'],
  ['The first bracket begins at 0.', 'Первая ступень начинается с 0.'],
  ['The item is archived.', 'Товар в архиве.'],
  ['The item is counted in whole {}.', 'Товар считают целыми: {}.'],
  ['The last digit should be {}.', 'Последней цифрой должна быть {}.'],
  ['The line of the issue is of another item.', 'Строка расхода относится к другому товару.'],
  ['The most is not less than the least.', 'Максимум не меньше минимума.'],
  [
    'The period ends after it begins, and is a year at most.',
    'Период кончается позже, чем начинается, и длится не больше года.',
  ],
  ['The item is named in an earlier line already.', 'Этот товар уже назван в строке выше.'],
  ['The most is {}.', 'Самое большее — {}.'],
  [
    'Give a quantity above zero, for the lesson or for each who is there.',
    'Нужно количество больше нуля: на занятие или на каждого пришедшего.',
  ],
  ['The room is named in an earlier line already.', 'Этот кабинет уже назван в строке выше.'],
  ['The tables of the country know no such tariff.', 'В таблицах страны нет такого тарифа.'],
  ['Today it is {} there.', 'Сегодня там {}.'],
  ['What comes in has a price.', 'У прихода есть цена.'],
  [
    'What leaves goes at its average cost: give no price.',
    'Расход идёт по средней себестоимости: цену не указывают.',
  ],
  ['to must be after from, {}.', 'to должно быть позже from, {}.'],
  ['{} ({}): {} wanted, {} available.', '{} ({}): нужно {}, доступно {}.'],
  ['{} returned, {} left of what was issued.', 'возвращается {}, осталось от выданного {}.'],
  ['Each item may stand once.', 'Каждый товар — только один раз.'],
  ['The order is to another supplier.', 'Заказ сделан другому поставщику.'],
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patterns = sentences
  .filter(([en]) => en.includes('{}'))
  .map(([en, ru]) => ({ form: new RegExp(`^${en.split('{}').map(escaped).join('(.*)')}$`, 's'), ru }));
const whole = new Map(sentences);

/** The Russian of a sentence; undefined when there is none. */
export function inRussian(sentence: string): string | undefined {
  const found = whole.get(sentence);
  if (found !== undefined) return found;
  for (const { form, ru } of patterns) {
    const values = form.exec(sentence)?.slice(1);
    if (values !== undefined) return values.reduce((text, value) => text.replace('{}', () => value), ru);
  }
  return undefined;
}
