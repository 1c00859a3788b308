import { endpoint } from "#/http/endpoint.ts";
import { changeReferralKey } from "./actions/change-key.ts";
import { eraseHomeowner } from "./actions/erase-homeowner.ts";
import { addCompany, changeReferralCompany } from "./actions/keep-company.ts";
import { makeKey } from "./actions/make-key.ts";
import { revokeKey } from "./actions/revoke-key.ts";
import { rotateKey } from "./actions/rotate-key.ts";
import { getCompany, listCompanies, removeCompany } from "./company-repo.ts";
import { getKey, listKeys } from "./key-repo.ts";
import {
  AddReferralCompany,
  ChangeReferralCompany,
  ChangeReferralKey,
  ErasedHomeowner,
  EraseHomeowner,
  MakeReferralKey,
  NewReferralKey,
  ReferralCompany,
  ReferralCompanyPage,
  ReferralCompanyParams,
  ReferralCompanyQuery,
  ReferralKey,
  ReferralKeyPage,
  ReferralKeyParams,
  ReferralKeyQuery,
  RemovedReferralCompany,
  RotateReferralKey,
} from "./platform-schemas.ts";
import { presentKey } from "./present-platform.ts";

const keyRoutes = [
  endpoint({
    method: "post",
    path: "/platform/referral-keys",
    operationId: "makeReferralKey",
    summary: "Make a key for a referrer",
    description: "Only this answer shows it. Jobs that come by a test key are accepted and go no further.",
    by: "platform",
    body: MakeReferralKey,
    response: NewReferralKey,
    status: 201,
    showsSecret: true,
    handler: (ctx, { body }) => makeKey(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/platform/referral-keys",
    operationId: "listReferralKeys",
    summary: "List referrers' keys, the newest first",
    description: "There are few: they are read by cursor only, and not by their changes.",
    by: "platform",
    query: ReferralKeyQuery,
    response: ReferralKeyPage,
    handler: async (ctx, { query }) => {
      const page = await listKeys(ctx, query);
      return { ...page, items: page.items.map(presentKey) };
    },
  }),
  endpoint({
    method: "get",
    path: "/platform/referral-keys/{referral_key}",
    operationId: "getReferralKey",
    summary: "Get a referrer's key",
    by: "platform",
    params: ReferralKeyParams,
    response: ReferralKey,
    handler: async (ctx, { params }) => presentKey(await getKey(ctx, params.referralKey)),
  }),
  endpoint({
    method: "patch",
    path: "/platform/referral-keys/{referral_key}",
    operationId: "changeReferralKey",
    summary: "Change a key's name, source or default company",
    description: "Holds for the jobs that come from now on.",
    by: "platform",
    params: ReferralKeyParams,
    body: ChangeReferralKey,
    response: ReferralKey,
    handler: async (ctx, { params, body }) => presentKey(await changeReferralKey(ctx, params.referralKey, body)),
  }),
  endpoint({
    method: "post",
    path: "/platform/referral-keys/{referral_key}/rotate",
    operationId: "rotateReferralKey",
    summary: "Give a referrer another key in the place of theirs",
    description:
      "Only this answer shows it. The key until now goes on working for `overlap_hours`; one from before it ends at once.",
    by: "platform",
    params: ReferralKeyParams,
    body: RotateReferralKey,
    response: NewReferralKey,
    showsSecret: true,
    handler: (ctx, { params, body }) => rotateKey(ctx, params.referralKey, body),
  }),
  endpoint({
    method: "post",
    path: "/platform/referral-keys/{referral_key}/revoke",
    operationId: "revokeReferralKey",
    summary: "Revoke a referrer's key",
    description: "It stops working at once and for good. Its jobs go on. Safe to repeat.",
    by: "platform",
    params: ReferralKeyParams,
    response: ReferralKey,
    handler: async (ctx, { params }) => presentKey(await revokeKey(ctx, params.referralKey)),
  }),
];

const companyRoutes = [
  endpoint({
    method: "post",
    path: "/platform/referral-companies",
    operationId: "addReferralCompany",
    summary: "Add a company that refers",
    by: "platform",
    body: AddReferralCompany,
    response: ReferralCompany,
    status: 201,
    handler: (ctx, { body }) => addCompany(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/platform/referral-companies",
    operationId: "listReferralCompanies",
    summary: "List companies that refer",
    description: "There are few: they are read by cursor only, and not by their changes.",
    by: "platform",
    query: ReferralCompanyQuery,
    response: ReferralCompanyPage,
    handler: (ctx, { query }) => listCompanies(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/platform/referral-companies/{referral_company}",
    operationId: "getReferralCompany",
    summary: "Get a company that refers",
    by: "platform",
    params: ReferralCompanyParams,
    response: ReferralCompany,
    handler: (ctx, { params }) => getCompany(ctx, params.referralCompany),
  }),
  endpoint({
    method: "patch",
    path: "/platform/referral-companies/{referral_company}",
    operationId: "changeReferralCompany",
    summary: "Change a company that refers",
    description: "Holds for the jobs that come from now on.",
    by: "platform",
    params: ReferralCompanyParams,
    body: ChangeReferralCompany,
    response: ReferralCompany,
    handler: (ctx, { params, body }) => changeReferralCompany(ctx, params.referralCompany, body),
  }),
  endpoint({
    method: "delete",
    path: "/platform/referral-companies/{referral_company}",
    operationId: "removeReferralCompany",
    summary: "Remove a company that no key and no referral names",
    by: "platform",
    params: ReferralCompanyParams,
    response: RemovedReferralCompany,
    handler: async (ctx, { params }) => {
      await removeCompany(ctx, params.referralCompany);
      return { removed: true as const };
    },
  }),
];

export const routes = [
  ...keyRoutes,
  ...companyRoutes,
  endpoint({
    method: "post",
    path: "/platform/referrals/erase",
    operationId: "eraseHomeowner",
    summary: "Erase what the referral network knows of a homeowner",
    description:
      "By their phone: every referral's data about people, whoever made it. Open ones are cancelled. What was done and earned stays, without them; a business that has their job keeps its own records. Safe to repeat.",
    by: "platform",
    body: EraseHomeowner,
    response: ErasedHomeowner,
    handler: (ctx, { body }) => eraseHomeowner(ctx, body),
  }),
];
