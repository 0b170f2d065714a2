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
import * as migration_20261130_051233_name_parts from './20261130_051233_name_parts.ts';
import * as migration_20261130_063658_spoken_consent from './20261130_063658_spoken_consent.ts';
import * as migration_20261130_063910_broadcasts from './20261130_063910_broadcasts.ts';
import * as migration_20261130_085432_recorded_at from './20261130_085432_recorded_at.ts';
import * as migration_20261130_085616_undo_and_task_mail from './20261130_085616_undo_and_task_mail.ts';
import * as migration_20261130_085703_imports from './20261130_085703_imports.ts';
import * as migration_20261130_090018_templates from './20261130_090018_templates.ts';
import * as migration_20261130_090317_staff_accounts from './20261130_090317_staff_accounts.ts';
import * as migration_20261130_093643_export_definitions from './20261130_093643_export_definitions.ts';
import * as migration_20261130_134853_covers from './20261130_134853_covers.ts';
import * as migration_20261130_174403_home_station from './20261130_174403_home_station.ts';
import * as migration_20261130_184606_responsible from './20261130_184606_responsible.ts';
import * as migration_20261130_185044_door_links from './20261130_185044_door_links.ts';
import * as migration_20261130_232552_import_sessions from './20261130_232552_import_sessions.ts';
import * as migration_20261201_030201_posts from './20261201_030201_posts.ts';
import * as migration_20261201_041126_import_rows_in_order from './20261201_041126_import_rows_in_order.ts';

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
    name: '20261129_180214_staff_digests',
  },
  {
    up: migration_20261130_051233_name_parts.up,
    down: migration_20261130_051233_name_parts.down,
    name: '20261130_051233_name_parts',
  },
  {
    up: migration_20261130_063658_spoken_consent.up,
    down: migration_20261130_063658_spoken_consent.down,
    name: '20261130_063658_spoken_consent',
  },
  {
    up: migration_20261130_063910_broadcasts.up,
    down: migration_20261130_063910_broadcasts.down,
    name: '20261130_063910_broadcasts',
  },
  {
    up: migration_20261130_085432_recorded_at.up,
    down: migration_20261130_085432_recorded_at.down,
    name: '20261130_085432_recorded_at',
  },
  {
    up: migration_20261130_085616_undo_and_task_mail.up,
    down: migration_20261130_085616_undo_and_task_mail.down,
    name: '20261130_085616_undo_and_task_mail',
  },
  {
    up: migration_20261130_085703_imports.up,
    down: migration_20261130_085703_imports.down,
    name: '20261130_085703_imports',
  },
  {
    up: migration_20261130_090018_templates.up,
    down: migration_20261130_090018_templates.down,
    name: '20261130_090018_templates',
  },
  {
    up: migration_20261130_090317_staff_accounts.up,
    down: migration_20261130_090317_staff_accounts.down,
    name: '20261130_090317_staff_accounts',
  },
  {
    up: migration_20261130_093643_export_definitions.up,
    down: migration_20261130_093643_export_definitions.down,
    name: '20261130_093643_export_definitions',
  },
  {
    up: migration_20261130_134853_covers.up,
    down: migration_20261130_134853_covers.down,
    name: '20261130_134853_covers',
  },
  {
    up: migration_20261130_174403_home_station.up,
    down: migration_20261130_174403_home_station.down,
    name: '20261130_174403_home_station',
  },
  {
    up: migration_20261130_184606_responsible.up,
    down: migration_20261130_184606_responsible.down,
    name: '20261130_184606_responsible',
  },
  {
    up: migration_20261130_185044_door_links.up,
    down: migration_20261130_185044_door_links.down,
    name: '20261130_185044_door_links',
  },
  {
    up: migration_20261130_232552_import_sessions.up,
    down: migration_20261130_232552_import_sessions.down,
    name: '20261130_232552_import_sessions',
  },
  {
    up: migration_20261201_030201_posts.up,
    down: migration_20261201_030201_posts.down,
    name: '20261201_030201_posts',
  },
  {
    up: migration_20261201_041126_import_rows_in_order.up,
    down: migration_20261201_041126_import_rows_in_order.down,
    name: '20261201_041126_import_rows_in_order'
  },
];
