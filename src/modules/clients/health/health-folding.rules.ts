import type { HealthContent } from './health.rules.js';

/** Members in which two records say something else; never what they say. */
export type HealthMember = 'physicalGroup' | 'certificate' | 'emergencyNotes';
const SINGLE: readonly HealthMember[] = ['physicalGroup', 'certificate', 'emergencyNotes'];

export interface FoldedHealth {
  content: HealthContent;
  differences: HealthMember[];
}

/**
 * Two health records of one person: what either lists stands, and what only one knows. Where both say something else,
 * one of them stands, and the member is named for a person to look at.
 */
export function foldHealth(
  survivor: HealthContent,
  duplicate: HealthContent,
  side: 'survivor' | 'duplicate' = 'survivor',
): FoldedHealth {
  const [first, second] = side === 'survivor' ? [survivor, duplicate] : [duplicate, survivor];
  const both = (member: 'conditions' | 'allergies' | 'restrictions'): string[] =>
    [...survivor[member], ...duplicate[member]].filter(isFirst);
  return {
    content: {
      conditions: both('conditions'),
      allergies: both('allergies'),
      physicalGroup: first.physicalGroup ?? second.physicalGroup,
      restrictions: both('restrictions'),
      certificate: first.certificate ?? second.certificate,
      emergencyNotes: first.emergencyNotes ?? second.emergencyNotes,
    },
    differences: SINGLE.filter(
      (member) =>
        survivor[member] !== null &&
        duplicate[member] !== null &&
        JSON.stringify(survivor[member]) !== JSON.stringify(duplicate[member]),
    ),
  };
}

const plain = (text: string): string => text.trim().toLowerCase();
const isFirst = (item: string, index: number, all: string[]): boolean =>
  all.findIndex((other) => plain(other) === plain(item)) === index;
