import fc from 'fast-check';
import { foldHealth } from './health-folding.rules.js';
import { nothingKnown, physicalGroups, type HealthContent } from './health.rules.js';

const known: HealthContent = {
  conditions: ['asthma'],
  allergies: ['Peanuts'],
  physicalGroup: 'main',
  restrictions: [],
  certificate: { number: '1', issuedOn: '2026-01-01', expiresOn: '2026-12-31' },
  emergencyNotes: 'Call the mother.',
};

describe('foldHealth', () => {
  it('takes what only one knows, from either side, and names nothing', () => {
    expect(foldHealth(nothingKnown, known)).toEqual({ content: known, differences: [] });
    expect(foldHealth(known, nothingKnown)).toEqual({ content: known, differences: [] });
    expect(foldHealth(known, known)).toEqual({ content: known, differences: [] });
  });

  it('joins lists; an item written twice stands once', () => {
    const { content } = foldHealth(known, {
      ...nothingKnown,
      allergies: ['peanuts ', 'nuts'],
      conditions: ['flu'],
    });
    expect([content.allergies, content.conditions]).toEqual([
      ['Peanuts', 'nuts'],
      ['asthma', 'flu'],
    ]);
  });

  it('names where both say something else; one side stands, whichever was chosen', () => {
    const other: HealthContent = {
      ...known,
      physicalGroup: 'exempt',
      certificate: { number: '2', issuedOn: null, expiresOn: null },
    };
    const folded = foldHealth(known, other);
    expect(folded.differences).toEqual(['physicalGroup', 'certificate']);
    expect(folded.content.physicalGroup).toBe('main');
    expect(foldHealth(known, other, 'duplicate').content).toMatchObject({
      ...{ physicalGroup: 'exempt', certificate: other.certificate, emergencyNotes: known.emergencyNotes },
    });
  });

  it('loses nothing that is not named', () => {
    const record = fc.record({
      conditions: fc.array(fc.constantFrom('a', 'b', 'c')),
      allergies: fc.array(fc.constantFrom('a', 'b', 'c')),
      restrictions: fc.array(fc.constantFrom('a', 'b', 'c')),
      physicalGroup: fc.option(fc.constantFrom(...physicalGroups)),
      certificate: fc.constant(null),
      emergencyNotes: fc.option(fc.constantFrom('x', 'y')),
    });
    fc.assert(
      fc.property(
        record,
        record,
        fc.constantFrom('survivor' as const, 'duplicate' as const),
        (one, two, side) => {
          const { content, differences } = foldHealth(one, two, side);
          for (const list of ['conditions', 'allergies', 'restrictions'] as const)
            expect(new Set(content[list])).toEqual(new Set([...one[list], ...two[list]]));
          for (const member of ['physicalGroup', 'emergencyNotes'] as const) {
            const said = [one[member], two[member]].filter((value) => value !== null);
            if (differences.includes(member)) expect(said).toContain(content[member]);
            else expect(new Set(said)).toEqual(new Set(content[member] === null ? [] : [content[member]]));
          }
        },
      ),
    );
  });
});
