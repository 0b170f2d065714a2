import * as migration_20261123_042712_initial from './20261123_042712_initial.ts';
import * as migration_20261123_071123_seats_offers_parties from './20261123_071123_seats_offers_parties.ts';
import * as migration_20261123_073605_idempotency_keys from './20261123_073605_idempotency_keys.ts';
import * as migration_20261123_074714_check_out_and_sources from './20261123_074714_check_out_and_sources.ts';
import * as migration_20261123_075625_self_check_in from './20261123_075625_self_check_in.ts';
import * as migration_20261123_083415_records_and_corrections from './20261123_083415_records_and_corrections.ts';
import * as migration_20261124_121753_certificates from './20261124_121753_certificates.ts';
import * as migration_20261124_125705_messages from './20261124_125705_messages.ts';
import * as migration_20261124_133723_organiser from './20261124_133723_organiser.ts';
import * as migration_20261124_140306_merging from './20261124_140306_merging.ts';
import * as migration_20261126_123648_limits from './20261126_123648_limits.ts';
import * as migration_20261126_131008_question_origin from './20261126_131008_question_origin.ts';
import * as migration_20261126_131729_erasing from './20261126_131729_erasing.ts';
import * as migration_20261126_134220_days_and_recounts from './20261126_134220_days_and_recounts.ts';
import * as migration_20261126_134900_identity from './20261126_134900_identity.ts';
import * as migration_20261126_141305_walk_ins_named from './20261126_141305_walk_ins_named.ts';
import * as migration_20261126_165953_own_passwords from './20261126_165953_own_passwords.ts';
import * as migration_20261129_180214_staff_digests from './20261129_180214_staff_digests.ts';

export const migrations = [
  {
    up: migration_20261123_042712_initial.up,
    down: migration_20261123_042712_initial.down,
    name: '20261123_042712_initial',
  },
  {
    up: migration_20261123_071123_seats_offers_parties.up,
    down: migration_20261123_071123_seats_offers_parties.down,
    name: '20261123_071123_seats_offers_parties',
  },
  {
    up: migration_20261123_073605_idempotency_keys.up,
    down: migration_20261123_073605_idempotency_keys.down,
    name: '20261123_073605_idempotency_keys',
  },
  {
    up: migration_20261123_074714_check_out_and_sources.up,
    down: migration_20261123_074714_check_out_and_sources.down,
    name: '20261123_074714_check_out_and_sources',
  },
  {
    up: migration_20261123_075625_self_check_in.up,
    down: migration_20261123_075625_self_check_in.down,
    name: '20261123_075625_self_check_in',
  },
  {
    up: migration_20261123_083415_records_and_corrections.up,
    down: migration_20261123_083415_records_and_corrections.down,
    name: '20261123_083415_records_and_corrections',
  },
  {
    up: migration_20261124_121753_certificates.up,
    down: migration_20261124_121753_certificates.down,
    name: '20261124_121753_certificates',
  },
  {
    up: migration_20261124_125705_messages.up,
    down: migration_20261124_125705_messages.down,
    name: '20261124_125705_messages',
  },
  {
    up: migration_20261124_133723_organiser.up,
    down: migration_20261124_133723_organiser.down,
    name: '20261124_133723_organiser',
  },
  {
    up: migration_20261124_140306_merging.up,
    down: migration_20261124_140306_merging.down,
    name: '20261124_140306_merging',
  },
  {
    up: migration_20261126_123648_limits.up,
    down: migration_20261126_123648_limits.down,
    name: '20261126_123648_limits',
  },
  {
    up: migration_20261126_131008_question_origin.up,
    down: migration_20261126_131008_question_origin.down,
    name: '20261126_131008_question_origin',
  },
  {
    up: migration_20261126_131729_erasing.up,
    down: migration_20261126_131729_erasing.down,
    name: '20261126_131729_erasing',
  },
  {
    up: migration_20261126_134220_days_and_recounts.up,
    down: migration_20261126_134220_days_and_recounts.down,
    name: '20261126_134220_days_and_recounts',
  },
  {
    up: migration_20261126_134900_identity.up,
    down: migration_20261126_134900_identity.down,
    name: '20261126_134900_identity',
  },
  {
    up: migration_20261126_141305_walk_ins_named.up,
    down: migration_20261126_141305_walk_ins_named.down,
    name: '20261126_141305_walk_ins_named',
  },
  {
    up: migration_20261126_165953_own_passwords.up,
    down: migration_20261126_165953_own_passwords.down,
    name: '20261126_165953_own_passwords',
  },
  {
    up: migration_20261129_180214_staff_digests.up,
    down: migration_20261129_180214_staff_digests.down,
    name: '20261129_180214_staff_digests'
  },
];
