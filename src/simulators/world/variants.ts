import type { Identity, IdentityIssuer } from '../names/identities.ts';

/** What one side knows of somebody, before it is spelled in that side's way; undefined for nothing. */
export type Knowledge = { name: string; email: string | undefined; phone: string | undefined };

/** What both sides know of the same person. */
export type SharedKnowledge = { managementpro: Knowledge; aceptabits: Knowledge };

type Variant = (identity: Identity, issuer: IdentityIssuer) => SharedKnowledge;

const same: Variant = (identity) => agreedKnowledge(identity);

/** Two kinds of evidence agree in each of these, or one with nothing else to compare. */
const agreeing: readonly Variant[] = [
  same,
  same,
  (identity, issuer) => differing(identity, {}, { phone: issuer.phone() }),
  (identity, issuer) => differing(identity, { email: issuer.email(identity.name) }, {}),
  (identity) => differing(identity, {}, { email: undefined }),
  (identity) => differing(identity, { phone: undefined }, {}),
  same,
  (identity) => differing(identity, { name: identity.legalName }, {}),
  (identity) => differing(identity, {}, { name: identity.legalName }),
  (identity) => differing(identity, { name: identity.legalName }, { name: identity.legalName }),
  (identity, issuer) => differing(identity, { phone: issuer.phone() }, {}),
  (identity) => differing(identity, { email: undefined }, {}),
  (identity) => differing(identity, { email: undefined, phone: undefined }, {}),
];

/** One kind of evidence agrees, and all others that can be compared contradict it. */
const disagreeing: readonly Variant[] = [
  (identity, issuer) => differing(identity, {}, { name: issuer.next().name, phone: undefined }),
  (identity, issuer) => differing(identity, { name: issuer.next().name, email: undefined }, {}),
  (identity, issuer) => differing(identity, {}, { name: issuer.next().name, phone: issuer.phone() }),
];

/**
 * How the two sides know a person who is a customer of both. Neighbouring numbers differ in different ways, and
 * every cycle begins with two persons on whom the sides agree in everything.
 */
export function sharedKnowledge(
  identity: Identity,
  index: number,
  ambiguous: boolean,
  issuer: IdentityIssuer,
): SharedKnowledge {
  const variants = ambiguous ? disagreeing : agreeing;
  const variant = variants[index % variants.length] ?? same;
  return variant(identity, issuer);
}

function differing(
  { name, email, phone }: Identity,
  inManagementPro: Partial<Knowledge>,
  inAceptabits: Partial<Knowledge>,
): SharedKnowledge {
  return {
    managementpro: { name, email, phone, ...inManagementPro },
    aceptabits: { name, email, phone, ...inAceptabits },
  };
}

/** The sides agree in everything about relatives: what these share with each other already tells little. */
export function agreedKnowledge(identity: Identity): SharedKnowledge {
  return differing(identity, {}, {});
}
