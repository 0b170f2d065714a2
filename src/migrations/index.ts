import * as migration_20261123_030431_initial from './20261123_030431_initial.ts';

export const migrations = [
  {
    up: migration_20261123_030431_initial.up,
    down: migration_20261123_030431_initial.down,
    name: '20261123_030431_initial'
  },
];
