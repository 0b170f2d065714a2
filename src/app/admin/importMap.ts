import { LoadedValues as LoadedValues_d8f871c40ba73fc6a5f953653c5dd78d } from '../../admin/saving/LoadedValues.tsx'
import { Publishing as Publishing_10925a0ad8fe8164bcfa2d6cf9d55444 } from '../../admin/publishing/Publishing.tsx'
import { ChangeReason as ChangeReason_00fcdfec73ea4d618556ec1ffb40916c } from '../../admin/publishing/ChangeReason.tsx'
import { RecurrencePanel as RecurrencePanel_b2063b98a66b0d6c8d107b7573e9fc81 } from '../../admin/recurrence/RecurrencePanel.tsx'
import { MomentCell as MomentCell_af0480b102008c7ede2dc697abf355c6 } from '../../admin/dates/DateCell.tsx'
import { MomentField as MomentField_e4990d4d368fceefe1b683c7921a7aed } from '../../admin/dates/MomentField.tsx'
import { EarlierQuestion as EarlierQuestion_4c5db4048021d97f5945f64af922e94b } from '../../admin/questions/Condition.tsx'
import { WantedAnswer as WantedAnswer_4c5db4048021d97f5945f64af922e94b } from '../../admin/questions/Condition.tsx'
import { QuestionLabel as QuestionLabel_b02c90aa70a24199b5eb8d57d8a64047 } from '../../admin/questions/QuestionLabel.tsx'
import { CoverField as CoverField_c30410bf96837cf4479b9ecedc2ca5f7 } from '../../admin/covers/CoverField.tsx'
import { RarelyChanged as RarelyChanged_cc4146531d995e1ddcc2d567afa698ba } from '../../admin/publishing/RarelyChanged.tsx'
import { Responsible as Responsible_207f3ab35e4e06e03ff65776c711b22f } from '../../admin/staff/Responsible.tsx'
import { SignUpsCell as SignUpsCell_971f636871b8441fe3b36e325aeca790 } from '../../admin/activities/SignUpsCell.tsx'
import { FreeCell as FreeCell_7d374223c3f573f84651629151f83d5a } from '../../admin/activities/FreeCell.tsx'
import { ListTools as ListTools_52ce0dfebae5adfd4890c7328510307e } from '../../admin/publishing/ListTools.tsx'
import { NewTitle as NewTitle_3a8f5b66cfcad7e7a71a3c2021eb15cb } from '../../admin/records/NewTitle.tsx'
import { Marks as Marks_9ecb4f70a78046cf556fd468348e5452 } from '../../admin/saving/Marks.tsx'
import { RecordTimes as RecordTimes_a23a38c46333ad4249dd038f29461d81 } from '../../admin/dates/RecordTimes.tsx'
import { SignUpsView as SignUpsView_6e12d940e66035e059105e9ddc2c81e4 } from '../../admin/signUps/SignUpsView.tsx'
import { BroadcastsView as BroadcastsView_9e40bce6edbcb7c608caf218c72c8ebc } from '../../admin/messages/BroadcastsView.tsx'
import { ListView as ListView_fb9cb9583c6ed449242506bd49681539 } from '../../admin/lists/ListView.tsx'
import { StaffName as StaffName_d0ec3099a81a0ce273aa9871575592f0 } from '../../admin/records/StaffName.tsx'
import { DayCell as DayCell_af0480b102008c7ede2dc697abf355c6 } from '../../admin/dates/DateCell.tsx'
import { DayField as DayField_6035cec89f64e79984a1b368a0768b49 } from '../../admin/dates/DayField.tsx'
import { SignUpRecord as SignUpRecord_b394407ac7a3f458561b8e128f30b8e6 } from '../../admin/records/SignUpRecord.tsx'
import { Nothing as Nothing_b394407ac7a3f458561b8e128f30b8e6 } from '../../admin/records/SignUpRecord.tsx'
import { CertificatePanel as CertificatePanel_37df30221e1b04dd03e632039aaa690f } from '../../admin/certificates/CertificatePanel.tsx'
import { IssueForPeriod as IssueForPeriod_e8c13f70945438f9c9709c6933a93ea5 } from '../../admin/certificates/IssueForPeriod.tsx'
import { MergePerson as MergePerson_6474cf83bfbfbfe04e2626e269a1ba82 } from '../../admin/merging/MergePerson.tsx'
import { PersonHistory as PersonHistory_0bad9e936dd058a6967d843edc2e1ff8 } from '../../admin/history/PersonHistory.tsx'
import { AmountCell as AmountCell_289704e25e358cbabced3d1500cb53b5 } from '../../admin/targets/Tally.tsx'
import { TallyCell as TallyCell_289704e25e358cbabced3d1500cb53b5 } from '../../admin/targets/Tally.tsx'
import { TallyField as TallyField_289704e25e358cbabced3d1500cb53b5 } from '../../admin/targets/Tally.tsx'
import { ContributionsView as ContributionsView_32abf8929c947d0977c34928cf65e2bb } from '../../admin/targets/ContributionsView.tsx'
import { AppointmentPanel as AppointmentPanel_0b89970dcfb23a999fbcc27fdcc8a30e } from '../../admin/posts/AppointmentPanel.tsx'
import { LeavingNotice as LeavingNotice_f534eb69019019302985680aa83f7bdd } from '../../admin/staff/Handover.tsx'
import { Invitation as Invitation_b2b0814cd5541eae0394e01b25640c00 } from '../../admin/staff/Invitation.tsx'
import { CurrentPassword as CurrentPassword_fff6a1aee6c46be335fa74fdff8a3b22 } from '../../admin/session/CurrentPassword.tsx'
import { Handover as Handover_f534eb69019019302985680aa83f7bdd } from '../../admin/staff/Handover.tsx'
import { Security as Security_41ec2a8aebeb47df956e42297c06930b } from '../../admin/staff/Security.tsx'
import { InviteView as InviteView_4b0c3148e8bd0923c17121d23a94f094 } from '../../admin/staff/InviteView.tsx'
import { SubjectField as SubjectField_90c46b0f4b022a5786079032ac457f41 } from '../../admin/records/Subject.tsx'
import { AuditDetails as AuditDetails_28b12c9a91796de5b73d8ab89cc4eb78 } from '../../admin/records/AuditDetails.tsx'
import { AuditView as AuditView_1f7a1ebe2753700e05c100d267a7d692 } from '../../admin/audit/AuditView.tsx'
import { LogOut as LogOut_3340d59cb2761f3e41faadb01ce2dcce } from '../../admin/nav/LogOut.tsx'
import { Icon as Icon_1bdc8bb31911c8acb62adb13964b633b } from '../../admin/brand/Icon.tsx'
import { Logo as Logo_c475ab9cb3846d58e5132dde96a07ed4 } from '../../admin/brand/Logo.tsx'
import { SearchBox as SearchBox_1f5b66ecbf82158a71920f2c46fd28ae } from '../../admin/search/SearchBox.tsx'
import { NavLinks as NavLinks_ccfa7acc9b7380c5eef5c663fd49b322 } from '../../admin/nav/NavLinks.tsx'
import { Connection as Connection_c5c56f9b05afda4c8eb4f2670f05ea09 } from '../../admin/session/Connection.tsx'
import { InChinese as InChinese_3b819d5acaada332c4b516a0f5011bac } from '../../admin/language/InChinese.tsx'
import { OwnPassword as OwnPassword_90d219863852f12ddb09f06d18c63ec3 } from '../../admin/session/OwnPassword.tsx'
import { Dashboard as Dashboard_882248c7fcc9adb316b6b98ab69ee880 } from '../../admin/dashboard/Dashboard.tsx'
import { LogInView as LogInView_e3eab8c021b8e62976ea094a404d1256 } from '../../admin/session/LogInView.tsx'
import { FirstAccountView as FirstAccountView_d04e89cc852c807da3b00dc8cb0ce5da } from '../../admin/session/FirstAccountView.tsx'
import { InvitationView as InvitationView_e3d8011ea0b943c23413f901af615b6f } from '../../admin/session/InvitationView.tsx'
import { ResetView as ResetView_e2fc4e82339815231c58061327afb4f6 } from '../../admin/session/ResetView.tsx'
import { PreviewsView as PreviewsView_a00cbe2a55e44e5bb6d78544eb17be29 } from '../../admin/messages/PreviewsView.tsx'
import { CounterView as CounterView_0bc293666d4268bc2c7cd8ca88e19d64 } from '../../admin/counter/CounterView.tsx'
import { FromTemplateView as FromTemplateView_3d18c545f065d9512b5bd8ed494c52a4 } from '../../admin/templates/FromTemplateView.tsx'
import { CalendarView as CalendarView_43dfdc574c0d115091fde622550078bd } from '../../admin/calendar/CalendarView.tsx'
import { HelpView as HelpView_f2e53ab4ab699b2fb02767f58652431e } from '../../admin/help/HelpView.tsx'
import { StatisticsView as StatisticsView_39fbf6e95d4ae32b15dcf5a529a88234 } from '../../admin/statistics/StatisticsView.tsx'
import { PostsView as PostsView_820525d726ac598294b88ec631425266 } from '../../admin/posts/PostsView.tsx'
import { ImportsView as ImportsView_0d94c4583b91cf8d04fd56bc270ac757 } from '../../admin/imports/ImportsView.tsx'
import { ExportsView as ExportsView_b17f212837d359527270f9ef047ee340 } from '../../admin/exports/ExportsView.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/saving/LoadedValues.tsx#LoadedValues": LoadedValues_d8f871c40ba73fc6a5f953653c5dd78d,
  "/publishing/Publishing.tsx#Publishing": Publishing_10925a0ad8fe8164bcfa2d6cf9d55444,
  "/publishing/ChangeReason.tsx#ChangeReason": ChangeReason_00fcdfec73ea4d618556ec1ffb40916c,
  "/recurrence/RecurrencePanel.tsx#RecurrencePanel": RecurrencePanel_b2063b98a66b0d6c8d107b7573e9fc81,
  "/dates/DateCell.tsx#MomentCell": MomentCell_af0480b102008c7ede2dc697abf355c6,
  "/dates/MomentField.tsx#MomentField": MomentField_e4990d4d368fceefe1b683c7921a7aed,
  "/questions/Condition.tsx#EarlierQuestion": EarlierQuestion_4c5db4048021d97f5945f64af922e94b,
  "/questions/Condition.tsx#WantedAnswer": WantedAnswer_4c5db4048021d97f5945f64af922e94b,
  "/questions/QuestionLabel.tsx#QuestionLabel": QuestionLabel_b02c90aa70a24199b5eb8d57d8a64047,
  "/covers/CoverField.tsx#CoverField": CoverField_c30410bf96837cf4479b9ecedc2ca5f7,
  "/publishing/RarelyChanged.tsx#RarelyChanged": RarelyChanged_cc4146531d995e1ddcc2d567afa698ba,
  "/staff/Responsible.tsx#Responsible": Responsible_207f3ab35e4e06e03ff65776c711b22f,
  "/activities/SignUpsCell.tsx#SignUpsCell": SignUpsCell_971f636871b8441fe3b36e325aeca790,
  "/activities/FreeCell.tsx#FreeCell": FreeCell_7d374223c3f573f84651629151f83d5a,
  "/publishing/ListTools.tsx#ListTools": ListTools_52ce0dfebae5adfd4890c7328510307e,
  "/records/NewTitle.tsx#NewTitle": NewTitle_3a8f5b66cfcad7e7a71a3c2021eb15cb,
  "/saving/Marks.tsx#Marks": Marks_9ecb4f70a78046cf556fd468348e5452,
  "/dates/RecordTimes.tsx#RecordTimes": RecordTimes_a23a38c46333ad4249dd038f29461d81,
  "/signUps/SignUpsView.tsx#SignUpsView": SignUpsView_6e12d940e66035e059105e9ddc2c81e4,
  "/messages/BroadcastsView.tsx#BroadcastsView": BroadcastsView_9e40bce6edbcb7c608caf218c72c8ebc,
  "/lists/ListView.tsx#ListView": ListView_fb9cb9583c6ed449242506bd49681539,
  "/records/StaffName.tsx#StaffName": StaffName_d0ec3099a81a0ce273aa9871575592f0,
  "/dates/DateCell.tsx#DayCell": DayCell_af0480b102008c7ede2dc697abf355c6,
  "/dates/DayField.tsx#DayField": DayField_6035cec89f64e79984a1b368a0768b49,
  "/records/SignUpRecord.tsx#SignUpRecord": SignUpRecord_b394407ac7a3f458561b8e128f30b8e6,
  "/records/SignUpRecord.tsx#Nothing": Nothing_b394407ac7a3f458561b8e128f30b8e6,
  "/certificates/CertificatePanel.tsx#CertificatePanel": CertificatePanel_37df30221e1b04dd03e632039aaa690f,
  "/certificates/IssueForPeriod.tsx#IssueForPeriod": IssueForPeriod_e8c13f70945438f9c9709c6933a93ea5,
  "/merging/MergePerson.tsx#MergePerson": MergePerson_6474cf83bfbfbfe04e2626e269a1ba82,
  "/history/PersonHistory.tsx#PersonHistory": PersonHistory_0bad9e936dd058a6967d843edc2e1ff8,
  "/targets/Tally.tsx#AmountCell": AmountCell_289704e25e358cbabced3d1500cb53b5,
  "/targets/Tally.tsx#TallyCell": TallyCell_289704e25e358cbabced3d1500cb53b5,
  "/targets/Tally.tsx#TallyField": TallyField_289704e25e358cbabced3d1500cb53b5,
  "/targets/ContributionsView.tsx#ContributionsView": ContributionsView_32abf8929c947d0977c34928cf65e2bb,
  "/posts/AppointmentPanel.tsx#AppointmentPanel": AppointmentPanel_0b89970dcfb23a999fbcc27fdcc8a30e,
  "/staff/Handover.tsx#LeavingNotice": LeavingNotice_f534eb69019019302985680aa83f7bdd,
  "/staff/Invitation.tsx#Invitation": Invitation_b2b0814cd5541eae0394e01b25640c00,
  "/session/CurrentPassword.tsx#CurrentPassword": CurrentPassword_fff6a1aee6c46be335fa74fdff8a3b22,
  "/staff/Handover.tsx#Handover": Handover_f534eb69019019302985680aa83f7bdd,
  "/staff/Security.tsx#Security": Security_41ec2a8aebeb47df956e42297c06930b,
  "/staff/InviteView.tsx#InviteView": InviteView_4b0c3148e8bd0923c17121d23a94f094,
  "/records/Subject.tsx#SubjectField": SubjectField_90c46b0f4b022a5786079032ac457f41,
  "/records/AuditDetails.tsx#AuditDetails": AuditDetails_28b12c9a91796de5b73d8ab89cc4eb78,
  "/audit/AuditView.tsx#AuditView": AuditView_1f7a1ebe2753700e05c100d267a7d692,
  "/nav/LogOut.tsx#LogOut": LogOut_3340d59cb2761f3e41faadb01ce2dcce,
  "/brand/Icon.tsx#Icon": Icon_1bdc8bb31911c8acb62adb13964b633b,
  "/brand/Logo.tsx#Logo": Logo_c475ab9cb3846d58e5132dde96a07ed4,
  "/search/SearchBox.tsx#SearchBox": SearchBox_1f5b66ecbf82158a71920f2c46fd28ae,
  "/nav/NavLinks.tsx#NavLinks": NavLinks_ccfa7acc9b7380c5eef5c663fd49b322,
  "/session/Connection.tsx#Connection": Connection_c5c56f9b05afda4c8eb4f2670f05ea09,
  "/language/InChinese.tsx#InChinese": InChinese_3b819d5acaada332c4b516a0f5011bac,
  "/session/OwnPassword.tsx#OwnPassword": OwnPassword_90d219863852f12ddb09f06d18c63ec3,
  "/dashboard/Dashboard.tsx#Dashboard": Dashboard_882248c7fcc9adb316b6b98ab69ee880,
  "/session/LogInView.tsx#LogInView": LogInView_e3eab8c021b8e62976ea094a404d1256,
  "/session/FirstAccountView.tsx#FirstAccountView": FirstAccountView_d04e89cc852c807da3b00dc8cb0ce5da,
  "/session/InvitationView.tsx#InvitationView": InvitationView_e3d8011ea0b943c23413f901af615b6f,
  "/session/ResetView.tsx#ResetView": ResetView_e2fc4e82339815231c58061327afb4f6,
  "/messages/PreviewsView.tsx#PreviewsView": PreviewsView_a00cbe2a55e44e5bb6d78544eb17be29,
  "/counter/CounterView.tsx#CounterView": CounterView_0bc293666d4268bc2c7cd8ca88e19d64,
  "/templates/FromTemplateView.tsx#FromTemplateView": FromTemplateView_3d18c545f065d9512b5bd8ed494c52a4,
  "/calendar/CalendarView.tsx#CalendarView": CalendarView_43dfdc574c0d115091fde622550078bd,
  "/help/HelpView.tsx#HelpView": HelpView_f2e53ab4ab699b2fb02767f58652431e,
  "/statistics/StatisticsView.tsx#StatisticsView": StatisticsView_39fbf6e95d4ae32b15dcf5a529a88234,
  "/posts/PostsView.tsx#PostsView": PostsView_820525d726ac598294b88ec631425266,
  "/imports/ImportsView.tsx#ImportsView": ImportsView_0d94c4583b91cf8d04fd56bc270ac757,
  "/exports/ExportsView.tsx#ExportsView": ExportsView_b17f212837d359527270f9ef047ee340,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
