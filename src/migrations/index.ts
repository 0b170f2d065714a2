import * as migration_20261123_042712_initial from './20261123_042712_initial.ts';

export const migrations = [
  {
    up: migration_20261123_042712_initial.up,
    down: migration_20261123_042712_initial.down,
    name: '20261123_042712_initial'
  },
];
