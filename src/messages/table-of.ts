type Words = Readonly<Record<string, string>>;

/** All words of several lists. Without a prototype it is a table from the beginning, and no object that V8 learns a shape of for every key. */
export function tableOf<T extends readonly Words[]>(...lists: T): Readonly<Record<keyof UnionOf<T[number]>, string>> {
  return Object.assign(Object.create(null), ...lists);
}

/** That of all: where each key of each is a key. */
type UnionOf<T> = (T extends unknown ? (each: T) => void : never) extends (all: infer All) => void ? All : never;
