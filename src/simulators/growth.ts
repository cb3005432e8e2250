import { type Identity, identityIssuer } from './names/identities.ts';

/** Lets so many new customers come into being, each somebody else. */
export function growth(random: () => number, create: (identity: Identity) => void): (count: number) => void {
  const issuer = identityIssuer(random);
  return (count) => {
    for (let made = 0; made < count; made += 1) create(issuer.next());
  };
}
