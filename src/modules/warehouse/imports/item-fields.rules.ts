import {
  matchColumns,
  plain,
  type HeaderMapping,
  type SheetColumns,
} from '../../../platform/imports/columns.rules.js';

/** What a column of a price list may mean: the field, its headers as they are compared, how we call it ourselves. */
const FIELDS = {
  sku: ['sku|артикул|код|кодтовара|артикултовара|itemcode|code|article', 'Артикул'],
  name: ['name|наименование|название|товар|позиция|номенклатура|item|title|product', 'Наименование'],
  barcode: ['barcode|штрихкод|штрихкодean13|ean|ean13|gtin|шк', 'Штрихкод'],
  kind: ['kind|вид|тип|type', 'Вид'],
  category: ['category|категория|группа|раздел|group', 'Категория'],
  unit: ['unit|ед|едизм|единица|единицаизмерения|uom', 'Ед. изм.'],
  packSize: ['packsize|вупаковке|упаковка|кратность|pack|шттвупаковке|штвупаковке', 'В упаковке'],
  vat: ['vat|ндс|ставкандс|vatrate', 'НДС'],
  price: ['price|цена|ценапродажи|розничнаяцена|saleprice|retailprice', 'Цена'],
  replacementPrice: ['replacementprice|ценавозмещения|ценаутраты|стоимостьутраты', 'Цена возмещения'],
  minQuantity: ['min|мин|минимум|минимальныйостаток|minquantity|minstock|неснижаемыйостаток', 'Минимум'],
  maxQuantity: ['max|макс|максимум|максимальныйостаток|maxquantity|maxstock', 'Максимум'],
  orderQuantity: ['moq|минзаказ|минимальныйзаказ|orderquantity|minorder', 'Мин. заказ'],
  leadDays: ['leaddays|leadtime|срокпоставки|срокпоставкидней|дней', 'Срок поставки'],
  supplier: ['supplier|поставщик|vendor', 'Поставщик'],
  quantity: ['quantity|остаток|количество|колво|начальныйостаток|stock|qty|onhand|openingbalance', 'Остаток'],
  cost: ['cost|себестоимость|ценазакупки|закупочнаяцена|unitcost|purchaseprice', 'Себестоимость'],
} as const;

export type ItemField = keyof typeof FIELDS;
export const itemFields = Object.keys(FIELDS) as ItemField[];
export type ItemMapping = HeaderMapping<ItemField>;
export type ItemColumns = SheetColumns<ItemField>;

export const itemFieldNames = {
  titles: Object.fromEntries(itemFields.map((field) => [field, FIELDS[field][1]])) as Record<
    ItemField,
    string
  >,
  longest: { sku: 64, barcode: 20 } satisfies Partial<Record<ItemField, number>>,
};

const byHeader = new Map(
  itemFields.flatMap((field) =>
    FIELDS[field][0].split('|').map((name): [string, ItemField] => [plain(name), field]),
  ),
);

export const readItemColumns = (headers: readonly string[], mapping: ItemMapping): ItemColumns =>
  matchColumns<ItemField>(headers, mapping, (header) => byHeader.get(header));

/** Whether the columns can name an item. */
export const namesItems = ({ at }: ItemColumns): boolean => at.sku !== undefined && at.name !== undefined;
