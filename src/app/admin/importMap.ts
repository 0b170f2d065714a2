import { LoadedValues as LoadedValues_d8f871c40ba73fc6a5f953653c5dd78d } from '../../admin/saving/LoadedValues.tsx'
import { Publishing as Publishing_10925a0ad8fe8164bcfa2d6cf9d55444 } from '../../admin/publishing/Publishing.tsx'
import { RecurrencePanel as RecurrencePanel_b2063b98a66b0d6c8d107b7573e9fc81 } from '../../admin/recurrence/RecurrencePanel.tsx'
import { MomentCell as MomentCell_af0480b102008c7ede2dc697abf355c6 } from '../../admin/dates/DateCell.tsx'
import { MomentField as MomentField_e4990d4d368fceefe1b683c7921a7aed } from '../../admin/dates/MomentField.tsx'
import { EarlierQuestion as EarlierQuestion_4c5db4048021d97f5945f64af922e94b } from '../../admin/questions/Condition.tsx'
import { WantedAnswer as WantedAnswer_4c5db4048021d97f5945f64af922e94b } from '../../admin/questions/Condition.tsx'
import { QuestionLabel as QuestionLabel_b02c90aa70a24199b5eb8d57d8a64047 } from '../../admin/questions/QuestionLabel.tsx'
import { FreeCell as FreeCell_7d374223c3f573f84651629151f83d5a } from '../../admin/activities/FreeCell.tsx'
import { NewTitle as NewTitle_3a8f5b66cfcad7e7a71a3c2021eb15cb } from '../../admin/records/NewTitle.tsx'
import { Marks as Marks_9ecb4f70a78046cf556fd468348e5452 } from '../../admin/saving/Marks.tsx'
import { RecordTimes as RecordTimes_a23a38c46333ad4249dd038f29461d81 } from '../../admin/dates/RecordTimes.tsx'
import { SignUpsView as SignUpsView_6e12d940e66035e059105e9ddc2c81e4 } from '../../admin/signUps/SignUpsView.tsx'
import { ListView as ListView_fb9cb9583c6ed449242506bd49681539 } from '../../admin/lists/ListView.tsx'
import { DayCell as DayCell_af0480b102008c7ede2dc697abf355c6 } from '../../admin/dates/DateCell.tsx'
import { DayField as DayField_6035cec89f64e79984a1b368a0768b49 } from '../../admin/dates/DayField.tsx'
import { SignUpRecord as SignUpRecord_b394407ac7a3f458561b8e128f30b8e6 } from '../../admin/records/SignUpRecord.tsx'
import { Nothing as Nothing_b394407ac7a3f458561b8e128f30b8e6 } from '../../admin/records/SignUpRecord.tsx'
import { CertificatePanel as CertificatePanel_37df30221e1b04dd03e632039aaa690f } from '../../admin/certificates/CertificatePanel.tsx'
import { IssueForPeriod as IssueForPeriod_e8c13f70945438f9c9709c6933a93ea5 } from '../../admin/certificates/IssueForPeriod.tsx'
import { MergePerson as MergePerson_6474cf83bfbfbfe04e2626e269a1ba82 } from '../../admin/merging/MergePerson.tsx'
import { TallyCell as TallyCell_289704e25e358cbabced3d1500cb53b5 } from '../../admin/targets/Tally.tsx'
import { TallyField as TallyField_289704e25e358cbabced3d1500cb53b5 } from '../../admin/targets/Tally.tsx'
import { CurrentPassword as CurrentPassword_fff6a1aee6c46be335fa74fdff8a3b22 } from '../../admin/session/CurrentPassword.tsx'
import { SubjectCell as SubjectCell_90c46b0f4b022a5786079032ac457f41 } from '../../admin/records/Subject.tsx'
import { SubjectField as SubjectField_90c46b0f4b022a5786079032ac457f41 } from '../../admin/records/Subject.tsx'
import { AuditDetails as AuditDetails_28b12c9a91796de5b73d8ab89cc4eb78 } from '../../admin/records/AuditDetails.tsx'
import { LogOut as LogOut_3340d59cb2761f3e41faadb01ce2dcce } from '../../admin/nav/LogOut.tsx'
import { Icon as Icon_1bdc8bb31911c8acb62adb13964b633b } from '../../admin/brand/Icon.tsx'
import { Logo as Logo_c475ab9cb3846d58e5132dde96a07ed4 } from '../../admin/brand/Logo.tsx'
import { NavLinks as NavLinks_ccfa7acc9b7380c5eef5c663fd49b322 } from '../../admin/nav/NavLinks.tsx'
import { Connection as Connection_c5c56f9b05afda4c8eb4f2670f05ea09 } from '../../admin/session/Connection.tsx'
import { InChinese as InChinese_3b819d5acaada332c4b516a0f5011bac } from '../../admin/language/InChinese.tsx'
import { OwnPassword as OwnPassword_90d219863852f12ddb09f06d18c63ec3 } from '../../admin/session/OwnPassword.tsx'
import { Dashboard as Dashboard_882248c7fcc9adb316b6b98ab69ee880 } from '../../admin/dashboard/Dashboard.tsx'
import { PreviewsView as PreviewsView_a00cbe2a55e44e5bb6d78544eb17be29 } from '../../admin/messages/PreviewsView.tsx'
import { HelpView as HelpView_f2e53ab4ab699b2fb02767f58652431e } from '../../admin/help/HelpView.tsx'
import { ExportsView as ExportsView_b17f212837d359527270f9ef047ee340 } from '../../admin/exports/ExportsView.tsx'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/saving/LoadedValues.tsx#LoadedValues": LoadedValues_d8f871c40ba73fc6a5f953653c5dd78d,
  "/publishing/Publishing.tsx#Publishing": Publishing_10925a0ad8fe8164bcfa2d6cf9d55444,
  "/recurrence/RecurrencePanel.tsx#RecurrencePanel": RecurrencePanel_b2063b98a66b0d6c8d107b7573e9fc81,
  "/dates/DateCell.tsx#MomentCell": MomentCell_af0480b102008c7ede2dc697abf355c6,
  "/dates/MomentField.tsx#MomentField": MomentField_e4990d4d368fceefe1b683c7921a7aed,
  "/questions/Condition.tsx#EarlierQuestion": EarlierQuestion_4c5db4048021d97f5945f64af922e94b,
  "/questions/Condition.tsx#WantedAnswer": WantedAnswer_4c5db4048021d97f5945f64af922e94b,
  "/questions/QuestionLabel.tsx#QuestionLabel": QuestionLabel_b02c90aa70a24199b5eb8d57d8a64047,
  "/activities/FreeCell.tsx#FreeCell": FreeCell_7d374223c3f573f84651629151f83d5a,
  "/records/NewTitle.tsx#NewTitle": NewTitle_3a8f5b66cfcad7e7a71a3c2021eb15cb,
  "/saving/Marks.tsx#Marks": Marks_9ecb4f70a78046cf556fd468348e5452,
  "/dates/RecordTimes.tsx#RecordTimes": RecordTimes_a23a38c46333ad4249dd038f29461d81,
  "/signUps/SignUpsView.tsx#SignUpsView": SignUpsView_6e12d940e66035e059105e9ddc2c81e4,
  "/lists/ListView.tsx#ListView": ListView_fb9cb9583c6ed449242506bd49681539,
  "/dates/DateCell.tsx#DayCell": DayCell_af0480b102008c7ede2dc697abf355c6,
  "/dates/DayField.tsx#DayField": DayField_6035cec89f64e79984a1b368a0768b49,
  "/records/SignUpRecord.tsx#SignUpRecord": SignUpRecord_b394407ac7a3f458561b8e128f30b8e6,
  "/records/SignUpRecord.tsx#Nothing": Nothing_b394407ac7a3f458561b8e128f30b8e6,
  "/certificates/CertificatePanel.tsx#CertificatePanel": CertificatePanel_37df30221e1b04dd03e632039aaa690f,
  "/certificates/IssueForPeriod.tsx#IssueForPeriod": IssueForPeriod_e8c13f70945438f9c9709c6933a93ea5,
  "/merging/MergePerson.tsx#MergePerson": MergePerson_6474cf83bfbfbfe04e2626e269a1ba82,
  "/targets/Tally.tsx#TallyCell": TallyCell_289704e25e358cbabced3d1500cb53b5,
  "/targets/Tally.tsx#TallyField": TallyField_289704e25e358cbabced3d1500cb53b5,
  "/session/CurrentPassword.tsx#CurrentPassword": CurrentPassword_fff6a1aee6c46be335fa74fdff8a3b22,
  "/records/Subject.tsx#SubjectCell": SubjectCell_90c46b0f4b022a5786079032ac457f41,
  "/records/Subject.tsx#SubjectField": SubjectField_90c46b0f4b022a5786079032ac457f41,
  "/records/AuditDetails.tsx#AuditDetails": AuditDetails_28b12c9a91796de5b73d8ab89cc4eb78,
  "/nav/LogOut.tsx#LogOut": LogOut_3340d59cb2761f3e41faadb01ce2dcce,
  "/brand/Icon.tsx#Icon": Icon_1bdc8bb31911c8acb62adb13964b633b,
  "/brand/Logo.tsx#Logo": Logo_c475ab9cb3846d58e5132dde96a07ed4,
  "/nav/NavLinks.tsx#NavLinks": NavLinks_ccfa7acc9b7380c5eef5c663fd49b322,
  "/session/Connection.tsx#Connection": Connection_c5c56f9b05afda4c8eb4f2670f05ea09,
  "/language/InChinese.tsx#InChinese": InChinese_3b819d5acaada332c4b516a0f5011bac,
  "/session/OwnPassword.tsx#OwnPassword": OwnPassword_90d219863852f12ddb09f06d18c63ec3,
  "/dashboard/Dashboard.tsx#Dashboard": Dashboard_882248c7fcc9adb316b6b98ab69ee880,
  "/messages/PreviewsView.tsx#PreviewsView": PreviewsView_a00cbe2a55e44e5bb6d78544eb17be29,
  "/help/HelpView.tsx#HelpView": HelpView_f2e53ab4ab699b2fb02767f58652431e,
  "/exports/ExportsView.tsx#ExportsView": ExportsView_b17f212837d359527270f9ef047ee340,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
