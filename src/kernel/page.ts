/** One page of a list: keyset paging, so a page stays right while rows come and go. */
export interface Page<T> {
  items: T[];
  page: { limit: number; nextCursor: string | null; totalCount?: number };
}
