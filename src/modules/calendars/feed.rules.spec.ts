import { eventOf, type FeedLesson } from './feed.rules.js';

const lesson: FeedLesson = {
  id: '01932f6e-0000-7000-8000-000000000006',
  startsAt: '2026-11-23T15:00:00.000Z',
  endsAt: '2026-11-23T16:00:00.000Z',
  status: 'planned',
  version: 3,
  createdAt: '2026-11-01T09:00:00.000Z',
  updatedAt: '2026-11-02T09:00:00.000Z',
  topic: 'Verbs',
  activityName: 'English',
  roomName: 'Blue room',
  branchName: 'Centre',
  address: null,
  teacherName: 'Petrova Anna',
  groupName: 'A1',
};

describe('eventOf', () => {
  it('names the lesson by its id and counts its changes', () => {
    expect(eventOf(lesson)).toMatchObject({
      uid: `lesson-${lesson.id}@kruzhok`,
      sequence: 2,
      isCancelled: false,
    });
  });

  it('says what, where and who teaches', () => {
    expect(eventOf(lesson)).toMatchObject({
      summary: 'English: A1',
      location: 'Blue room, Centre',
      description: 'Petrova Anna\nVerbs',
    });
  });

  it.each([
    ['planned', false],
    ['completed', false],
    ['cancelled_by_centre', true],
    ['cancelled_by_client', true],
  ])('of a lesson %s says cancelled: %s', (status, isCancelled) => {
    expect(eventOf({ ...lesson, status }).isCancelled).toBe(isCancelled);
  });

  it('names an individual lesson by what is taught, and the address when there is one', () => {
    const event = eventOf({ ...lesson, groupName: null, topic: null, address: 'Nevsky 1' });
    expect(event).toMatchObject({
      summary: 'English',
      location: 'Blue room, Centre, Nevsky 1',
      description: 'Petrova Anna',
    });
  });
});
