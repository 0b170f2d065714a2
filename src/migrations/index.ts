import * as migration_20261123_042712_initial from './20261123_042712_initial.ts';
import * as migration_20261123_071123_seats_offers_parties from './20261123_071123_seats_offers_parties.ts';

export const migrations = [
  {
    up: migration_20261123_042712_initial.up,
    down: migration_20261123_042712_initial.down,
    name: '20261123_042712_initial',
  },
  {
    up: migration_20261123_071123_seats_offers_parties.up,
    down: migration_20261123_071123_seats_offers_parties.down,
    name: '20261123_071123_seats_offers_parties'
  },
];
