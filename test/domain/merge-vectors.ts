/**
 * The merge of one field, as a table that needs no programming to be read. Each line names the rule, or the section
 * of docs/rules.md, that it shows. It holds for every field for which its words have a value, and where its policy is
 * `any`, for all three policies.
 *
 * Words for values: `old`, `new`, `other`, `chosen` are four different values; `same` is `new` written differently
 * but equal (blanks, case of an e-mail, spelling of a phone); `old*`, `new*`, `chosen*` are what a server that
 * upper-cases or cuts off keeps of them; `empty`, `blank` (only white space); `lost`: this side has no base (the
 * link is new, or its base is gone); `unsaid`: the answer does not carry the key.
 *
 * Columns. M is ManagementPro, A is Aceptabits. `base`: what the side held when both were last in step. `now`: what
 * it shows. `given`: what else holds. `to M`, `to A`: the value that the side is sent; `new over other` means that
 * the losing value `other` goes on record. `waits`: what is shown to a person. `bases`: `stay`; `move` to what both
 * sides show; or both named, M/A.
 */
export const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  name: {
    ...{ old: 'Ana Ruiz', new: 'Ana Ruiz Gil', other: 'Ana Soto', chosen: 'Ana María Soto' },
    ...{ same: '  Ana   Ruiz Gil ', 'old*': 'ANA RUI', 'new*': 'ANA RUIZ GI', 'chosen*': 'ANA MARÍA SOT' },
  },
  email: {
    ...{ old: 'ana@ruiz.mx', new: 'ana.ruiz@correo.mx', other: 'soto@correo.mx', chosen: 'a.soto@correo.mx' },
    ...{ same: ' ANA.Ruiz@Correo.MX', 'old*': 'ana@rui', 'new*': 'ana.ruiz@cor', 'chosen*': 'a.soto@cor' },
  },
  phone: {
    ...{ old: '55 1234 5678', new: '33 8765 4321', other: '81 2345 6789', chosen: '222 345 6789' },
    ...{ same: '+52 1 (33) 8765-4321', 'old*': '55 1234', 'new*': '33 8765', 'chosen*': '222 345' },
  },
  salesperson: { old: 'V01', new: 'V02', other: 'V03', chosen: 'V04', same: ' V02 ' },
};

export const FIELD_TABLE = `
| situation                                              | base M | base A | now M   | now A   | policy        | given                           | to M             | to A             | waits                   | bases   |
|--------------------------------------------------------|--------|--------|---------|---------|---------------|---------------------------------|------------------|------------------|-------------------------|---------|
| Rule 4: nobody changed anything                        | old    | old    | old     | old     | any           |                                 |                  |                  |                         | stay    |
| Rule 4: changed in M                                   | old    | old    | new     | old     | any           |                                 |                  | new              |                         | stay    |
| Rule 4: changed in A                                   | old    | old    | old     | new     | any           |                                 | new              |                  |                         | stay    |
| Rule 4: changed on both sides, equally                 | old    | old    | new     | new     | any           |                                 |                  |                  |                         | move    |
| Rule 4: changed on both sides, equal but for spelling  | old    | old    | new     | same    | any           |                                 |                  |                  |                         | move    |
| Rule 4: changed on both sides, differently             | old    | old    | new     | other   | managementpro |                                 |                  | new over other   |                         | stay    |
| Rule 4: changed on both sides, differently             | old    | old    | new     | other   | aceptabits    |                                 | other over new   |                  |                         | stay    |
| Rule 4: changed on both sides, differently             | old    | old    | new     | other   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 4: a conflict closes when M takes A's value       | old    | old    | other   | other   | review        |                                 |                  |                  |                         | move    |
| Rule 4: a conflict closes when M goes back             | old    | old    | old     | other   | review        |                                 | other            |                  |                         | stay    |
| Rule 4: emptied in M                                   | old    | old    | empty   | old     | any           |                                 |                  | empty            |                         | stay    |
| Rule 4: emptied in A                                   | old    | old    | old     | empty   | any           |                                 | empty            |                  |                         | stay    |
| Rule 4: emptied on both sides                          | old    | old    | empty   | empty   | any           |                                 |                  |                  |                         | move    |
| Rule 4: emptied in M, blanks left in A                 | old    | old    | empty   | blank   | any           |                                 |                  |                  |                         | move    |
| Rule 4: emptied in M, changed in A                     | old    | old    | empty   | other   | managementpro |                                 | other over empty |                  |                         | stay    |
| Rule 4: emptied in M, changed in A                     | old    | old    | empty   | other   | aceptabits    |                                 | other over empty |                  |                         | stay    |
| Rule 4: emptied in M, changed in A                     | old    | old    | empty   | other   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 4: changed in M, emptied in A                     | old    | old    | new     | empty   | managementpro |                                 |                  | new over empty   |                         | stay    |
| Rule 4: changed in M, emptied in A                     | old    | old    | new     | empty   | aceptabits    |                                 |                  | new over empty   |                         | stay    |
| Rule 4: changed in M, emptied in A                     | old    | old    | new     | empty   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 4: filled in M                                    | empty  | empty  | new     | empty   | any           |                                 |                  | new              |                         | stay    |
| Rule 4: filled in A                                    | empty  | empty  | empty   | new     | any           |                                 | new              |                  |                         | stay    |
| Rule 4: filled on both sides, equally                  | empty  | empty  | new     | same    | any           |                                 |                  |                  |                         | move    |
| Rule 4: filled on both sides, differently              | empty  | empty  | new     | other   | managementpro |                                 |                  | new over other   |                         | stay    |
| Rule 4: filled on both sides, differently              | empty  | empty  | new     | other   | aceptabits    |                                 | other over new   |                  |                         | stay    |
| Rule 4: filled on both sides, differently              | empty  | empty  | new     | other   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 4: changed in M to what A has held all along      | old    | new    | new     | new     | any           |                                 |                  |                  |                         | move    |
| Section 3: M only spells it differently                | new    | new    | same    | new     | any           |                                 |                  |                  |                         | stay    |
| Section 3: A only spells it differently                | new    | new    | new     | same    | any           |                                 |                  |                  |                         | stay    |
| Section 3: blanks are empty                            | empty  | empty  | blank   | empty   | any           |                                 |                  |                  |                         | stay    |
| Section 3: M does not carry the key, A changed         | old    | old    | unsaid  | new     | any           |                                 |                  |                  |                         | stay    |
| Section 3: M does not carry the key, A emptied         | old    | old    | unsaid  | empty   | any           |                                 |                  |                  |                         | stay    |
| Section 3: A does not carry the key, M changed         | old    | old    | new     | unsaid  | any           |                                 |                  |                  |                         | stay    |
| Section 3: A does not carry the key, M emptied         | old    | old    | empty   | unsaid  | any           |                                 |                  |                  |                         | stay    |
| Section 3: neither carries the key                     | old    | old    | unsaid  | unsaid  | any           |                                 |                  |                  |                         | stay    |
| Section 3: neither carries the key of a new link       | lost   | lost   | unsaid  | unsaid  | any           |                                 |                  |                  |                         | stay    |
| Section 3: A of a new link does not carry the key      | lost   | lost   | new     | unsaid  | any           |                                 |                  |                  |                         | stay    |
| Section 3: M of a new link does not carry the key      | lost   | lost   | unsaid  | new     | any           |                                 |                  |                  |                         | stay    |
| Rule 3: first merge, equal                             | lost   | lost   | new     | new     | any           |                                 |                  |                  |                         | move    |
| Rule 3: first merge, equal but for spelling            | lost   | lost   | new     | same    | any           |                                 |                  |                  |                         | move    |
| Rule 3: first merge, both empty                        | lost   | lost   | empty   | empty   | any           |                                 |                  |                  |                         | move    |
| Rule 3: first merge, only M has a value                | lost   | lost   | new     | empty   | any           |                                 |                  | new              |                         | stay    |
| Rule 3: first merge, only A has a value                | lost   | lost   | blank   | new     | any           |                                 | new              |                  |                         | stay    |
| Rule 3: first merge, two values                        | lost   | lost   | new     | other   | managementpro |                                 |                  | new over other   |                         | stay    |
| Rule 3: first merge, two values                        | lost   | lost   | new     | other   | aceptabits    |                                 | other over new   |                  |                         | stay    |
| Rule 3: first merge, two values                        | lost   | lost   | new     | other   | review        |                                 |                  |                  | first conflict          | stay    |
| Rule 3: only M's base is lost, the sides agree         | lost   | old    | new     | new     | any           |                                 |                  |                  |                         | move    |
| Rule 3: only M's base is lost, nothing has changed     | lost   | old    | old     | old     | any           |                                 |                  |                  |                         | move    |
| Rule 3: only M's base is lost, the sides differ        | lost   | old    | new     | old     | managementpro |                                 |                  | new over old     |                         | stay    |
| Rule 3: only M's base is lost, the sides differ        | lost   | old    | new     | old     | aceptabits    |                                 | old over new     |                  |                         | stay    |
| Rule 3: only M's base is lost, the sides differ        | lost   | old    | new     | old     | review        |                                 |                  |                  | first conflict          | stay    |
| Rule 3: only M's base is lost, M is empty              | lost   | old    | empty   | old     | any           |                                 | old              |                  |                         | stay    |
| Rule 3: only M's base is lost, emptied in A            | lost   | old    | old     | empty   | any           |                                 |                  | old              |                         | stay    |
| Rule 3: only M's base is lost, both are empty          | lost   | old    | empty   | blank   | any           |                                 |                  |                  |                         | move    |
| Rule 3: only A's base is lost, the sides agree         | old    | lost   | new     | new     | any           |                                 |                  |                  |                         | move    |
| Rule 3: only A's base is lost, nothing has changed     | old    | lost   | old     | old     | any           |                                 |                  |                  |                         | move    |
| Rule 3: only A's base is lost, the sides differ        | old    | lost   | old     | new     | managementpro |                                 |                  | old over new     |                         | stay    |
| Rule 3: only A's base is lost, the sides differ        | old    | lost   | old     | new     | aceptabits    |                                 | new over old     |                  |                         | stay    |
| Rule 3: only A's base is lost, the sides differ        | old    | lost   | old     | new     | review        |                                 |                  |                  | first conflict          | stay    |
| Rule 3: only A's base is lost, emptied in M            | old    | lost   | empty   | old     | any           |                                 | old              |                  |                         | stay    |
| Rule 3: only A's base is lost, A is empty              | old    | lost   | old     | empty   | any           |                                 |                  | old              |                         | stay    |
| Rule 3: M's base is lost, A keeps its own way          | lost   | old*   | new     | old*    | managementpro |                                 |                  | new over old*    |                         | stay    |
| Rule 3: M's base is lost, A keeps its own way          | lost   | old*   | new     | old*    | aceptabits    |                                 | old* over new    |                  |                         | stay    |
| Rule 3: M's base is lost, A keeps its own way          | lost   | old*   | new     | old*    | review        |                                 |                  |                  | first conflict          | stay    |
| Rule 3: A's base is lost, M keeps its own way          | old*   | lost   | old*    | new     | managementpro |                                 |                  | old* over new    |                         | stay    |
| Rule 3: A's base is lost, M keeps its own way          | old*   | lost   | old*    | new     | aceptabits    |                                 | new over old*    |                  |                         | stay    |
| Rule 3: A's base is lost, M keeps its own way          | old*   | lost   | old*    | new     | review        |                                 |                  |                  | first conflict          | stay    |
| Rule 3: M's base is lost, A has M's value its own way  | lost   | old*   | old     | old*    | managementpro |                                 |                  | old over old*    |                         | stay    |
| Rule 3: M's base is lost, A has M's value its own way  | lost   | old*   | old     | old*    | aceptabits    |                                 | old* over old    |                  |                         | stay    |
| Rule 3: M's base is lost, A has M's value its own way  | lost   | old*   | old     | old*    | review        |                                 |                  |                  | first conflict          | stay    |
| Rule 3: A's base is lost, M has A's value its own way  | old*   | lost   | old*    | old     | managementpro |                                 |                  | old* over old    |                         | stay    |
| Rule 3: A's base is lost, M has A's value its own way  | old*   | lost   | old*    | old     | aceptabits    |                                 | old over old*    |                  |                         | stay    |
| Rule 3: A's base is lost, M has A's value its own way  | old*   | lost   | old*    | old     | review        |                                 |                  |                  | first conflict          | stay    |
| Rule 3: M's base is lost, A's own form is emptied      | lost   | old*   | old     | empty   | any           |                                 |                  | old              |                         | stay    |
| Rule 5: A's server keeps it its own way, no edit       | old    | old*   | old     | old*    | any           |                                 |                  |                  |                         | stay    |
| Rule 5: M's server keeps it its own way, no edit       | old*   | old    | old*    | old     | any           |                                 |                  |                  |                         | stay    |
| Rule 5: A keeps its own way, changed in M              | old    | old*   | new     | old*    | any           |                                 |                  | new              |                         | stay    |
| Rule 5: A keeps its own way, changed in A              | old    | old*   | old     | new*    | any           |                                 | new*             |                  |                         | stay    |
| Rule 5: A keeps its own way, changed on both equally   | old    | old*   | new     | new     | any           |                                 |                  |                  |                         | move    |
| Rule 5: A keeps its own way, A takes M's spelling      | old    | old*   | old     | old     | any           |                                 |                  |                  |                         | move    |
| Rule 5: A keeps its own way, changed differently       | old    | old*   | new     | other   | managementpro |                                 |                  | new over other   |                         | stay    |
| Rule 5: A keeps its own way, changed differently       | old    | old*   | new     | other   | aceptabits    |                                 | other over new   |                  |                         | stay    |
| Rule 5: A keeps its own way, changed differently       | old    | old*   | new     | other   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 5: A keeps its own way, emptied in M              | old    | old*   | empty   | old*    | any           |                                 |                  | empty            |                         | stay    |
| Rule 5: A keeps its own way, emptied in A              | old    | old*   | old     | empty   | any           |                                 | empty            |                  |                         | stay    |
| Rule 5: A keeps its own way, emptied against changed   | old    | old*   | empty   | other   | managementpro |                                 | other over empty |                  |                         | stay    |
| Rule 5: A keeps its own way, emptied against changed   | old    | old*   | empty   | other   | aceptabits    |                                 | other over empty |                  |                         | stay    |
| Rule 5: A keeps its own way, emptied against changed   | old    | old*   | empty   | other   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 5: A keeps its own way, changed against emptied   | old    | old*   | new     | empty   | managementpro |                                 |                  | new over empty   |                         | stay    |
| Rule 5: A keeps its own way, changed against emptied   | old    | old*   | new     | empty   | aceptabits    |                                 |                  | new over empty   |                         | stay    |
| Rule 5: A keeps its own way, changed against emptied   | old    | old*   | new     | empty   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 5: A keeps its own way, M does not carry the key  | old    | old*   | unsaid  | old*    | any           |                                 |                  |                  |                         | stay    |
| Rule 5: A keeps its own way, A does not carry the key  | old    | old*   | new     | unsaid  | any           |                                 |                  |                  |                         | stay    |
| Rule 5: M keeps its own way, changed in A              | old*   | old    | old*    | new     | any           |                                 | new              |                  |                         | stay    |
| Rule 5: M keeps its own way, changed in M              | old*   | old    | new*    | old     | any           |                                 |                  | new*             |                         | stay    |
| Rule 5: M keeps its own way, changed on both equally   | old*   | old    | new     | new     | any           |                                 |                  |                  |                         | move    |
| Rule 5: M keeps its own way, M takes A's spelling      | old*   | old    | old     | old     | any           |                                 |                  |                  |                         | move    |
| Rule 5: M keeps its own way, changed differently       | old*   | old    | new     | other   | managementpro |                                 |                  | new over other   |                         | stay    |
| Rule 5: M keeps its own way, changed differently       | old*   | old    | new     | other   | aceptabits    |                                 | other over new   |                  |                         | stay    |
| Rule 5: M keeps its own way, changed differently       | old*   | old    | new     | other   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 5: M keeps its own way, emptied in M              | old*   | old    | empty   | old     | any           |                                 |                  | empty            |                         | stay    |
| Rule 5: M keeps its own way, emptied in A              | old*   | old    | old*    | empty   | any           |                                 | empty            |                  |                         | stay    |
| Rule 5: M keeps its own way, emptied against changed   | old*   | old    | empty   | other   | managementpro |                                 | other over empty |                  |                         | stay    |
| Rule 5: M keeps its own way, emptied against changed   | old*   | old    | empty   | other   | aceptabits    |                                 | other over empty |                  |                         | stay    |
| Rule 5: M keeps its own way, emptied against changed   | old*   | old    | empty   | other   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 5: M keeps its own way, changed against emptied   | old*   | old    | new*    | empty   | managementpro |                                 |                  | new* over empty  |                         | stay    |
| Rule 5: M keeps its own way, changed against emptied   | old*   | old    | new*    | empty   | aceptabits    |                                 |                  | new* over empty  |                         | stay    |
| Rule 5: M keeps its own way, changed against emptied   | old*   | old    | new*    | empty   | review        |                                 |                  |                  | conflict                | stay    |
| Rule 5: M keeps its own way, M does not carry the key  | old*   | old    | unsaid  | new     | any           |                                 |                  |                  |                         | stay    |
| Rule 5: M keeps its own way, A does not carry the key  | old*   | old    | new*    | unsaid  | any           |                                 |                  |                  |                         | stay    |
| Rule 5: our write to A landed as sent                  | old    | old    | new     | new     | any           | sent to A, read back            |                  |                  |                         | new/new |
| Rule 5: our write to A landed, seen by a later scan    | old    | old    | new     | same    | any           | sent to A                       |                  |                  |                         | new/same |
| Rule 5: our write to A landed in A's own form          | old    | old    | new     | new*    | any           | sent to A, read back            |                  |                  |                         | new/new* |
| Rule 5: the same, seen after a crash                   | old    | old    | new     | new*    | any           | sent to A                       |                  |                  |                         | new/new* |
| Rule 5: A shows a third value straight after our write | old    | old    | new     | other   | any           | sent to A, read back            |                  |                  | conflict                | stay    |
| Rule 5: A is empty straight after our write            | old    | old    | new     | empty   | any           | sent to A, read back            |                  |                  | conflict                | stay    |
| Rule 5: a third value later is an edit of ours         | old    | old    | new     | other   | any           | sent to A                       | other            |                  |                         | new/new |
| Rule 5: accepted by A and not landed                   | old    | old    | new     | old     | any           | sent to A, read back            |                  | new              |                         | stay    |
| Rule 5: noted for A and never sent (a crash)           | old    | old    | new     | old     | any           | sent to A                       |                  | new              |                         | stay    |
| Rule 5: an emptying landed in A                        | old    | old    | empty   | blank   | any           | sent to A, read back            |                  |                  |                         | move    |
| Rule 5: an emptying did not land in A                  | old    | old    | empty   | old     | any           | sent to A, read back            |                  | empty            |                         | stay    |
| Rule 5: landed in A, M edited meanwhile                | old    | old    | chosen  | new     | any           | sent new to A, read back        |                  | chosen           |                         | new/new |
| Rule 5: our write to M landed as sent                  | old    | old    | new     | new     | any           | sent to M, read back            |                  |                  |                         | new/new |
| Rule 5: our write to M landed in M's own form          | old    | old    | new*    | new     | any           | sent to M, read back            |                  |                  |                         | new*/new |
| Rule 5: accepted by M and not landed                   | old    | old    | old     | new     | any           | sent to M, read back            | new              |                  |                         | stay    |
| Rule 5: M shows a third value straight after our write | old    | old    | other   | new     | any           | sent to M, read back            |                  |                  | conflict                | stay    |
| Rule 5: a third value in M later is an edit of ours    | old    | old    | other   | new     | any           | sent to M                       |                  | other            |                         | new/new |
| Rule 5: used up, the value waits by itself             | old    | old    | new     | old     | any           | tried three times in A          |                  |                  | parked                  | stay    |
| Rule 5: used up, but M has another value since         | old    | old    | chosen  | old     | any           | tried new three times in A      |                  | chosen           |                         | stay    |
| Rule 5: frozen, changed in M                           | old    | old    | new     | old     | any           | frozen                          |                  |                  | frozen                  | stay    |
| Rule 5: frozen, changed in A                           | old    | old    | old     | new     | any           | frozen                          |                  |                  | frozen                  | stay    |
| Rule 5: frozen, changed differently                    | old    | old    | new     | other   | managementpro | frozen                          |                  |                  | frozen                  | stay    |
| Rule 5: frozen, changed differently                    | old    | old    | new     | other   | review        | frozen                          |                  |                  | conflict                | stay    |
| Rule 5: frozen, emptied in A                           | old    | old    | old     | empty   | any           | frozen                          |                  |                  | frozen                  | stay    |
| Rule 5: frozen closes when the sides agree             | old    | old    | new     | new     | any           | frozen                          |                  |                  |                         | move    |
| Rule 5: frozen, nothing changed                        | old    | old    | old     | old     | any           | frozen                          |                  |                  |                         | stay    |
| Rule 7: no update method, changed in M                 | old    | old    | new     | old     | any           | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, changed in A                 | old    | old    | old     | new     | any           | no update method                | new              |                  |                         | stay    |
| Rule 7: no update method, changed differently          | old    | old    | new     | other   | managementpro | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, changed differently          | old    | old    | new     | other   | aceptabits    | no update method                | other over new   |                  |                         | stay    |
| Rule 7: no update method, changed differently          | old    | old    | new     | other   | review        | no update method                |                  |                  | conflict                | stay    |
| Rule 7: no update method, somebody typed it in         | old    | old    | new     | same    | any           | no update method                |                  |                  |                         | move    |
| Rule 7: no update method, emptied in M                 | old    | old    | empty   | old     | any           | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, emptied in A                 | old    | old    | old     | empty   | any           | no update method                | empty            |                  |                         | stay    |
| Rule 7: no update method, M emptied, A changed         | old    | old    | empty   | other   | managementpro | no update method                | other over empty |                  |                         | stay    |
| Rule 7: no update method, M emptied, A changed         | old    | old    | empty   | other   | aceptabits    | no update method                | other over empty |                  |                         | stay    |
| Rule 7: no update method, M emptied, A changed         | old    | old    | empty   | other   | review        | no update method                |                  |                  | conflict                | stay    |
| Rule 7: no update method, M changed, A emptied         | old    | old    | new     | empty   | managementpro | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, M changed, A emptied         | old    | old    | new     | empty   | aceptabits    | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, M changed, A emptied         | old    | old    | new     | empty   | review        | no update method                |                  |                  | conflict                | stay    |
| Rule 7: no update method, nothing changed              | old    | old    | old     | old     | any           | no update method                |                  |                  |                         | stay    |
| Rule 7: no update method, first merge, A empty         | lost   | lost   | new     | empty   | any           | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, first merge, M empty         | lost   | lost   | empty   | new     | any           | no update method                | new              |                  |                         | stay    |
| Rule 7: no update method, first merge, two values      | lost   | lost   | new     | other   | managementpro | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, first merge, two values      | lost   | lost   | new     | other   | aceptabits    | no update method                | other over new   |                  |                         | stay    |
| Rule 7: no update method, first merge, two values      | lost   | lost   | new     | other   | review        | no update method                |                  |                  | first conflict          | stay    |
| Rule 7: no update method, A keeps its own way          | old    | old*   | new     | old*    | any           | no update method                |                  |                  | held: no update method  | stay    |
| Rule 7: no update method, A does not carry the key     | old    | old    | new     | unsaid  | any           | no update method                |                  |                  |                         | stay    |
| Rule 7: no update method, M does not carry the key     | old    | old    | unsaid  | old     | any           | no update method                |                  |                  |                         | stay    |
| Rule 7: no update method, M lacks the key, A changed   | old    | old    | unsaid  | new     | any           | no update method                |                  |                  |                         | stay    |
| Rule 9: isEditable 0, nothing changed                  | old    | old    | old     | old     | any           | not editable                    |                  |                  |                         | stay    |
| Rule 9: isEditable 0, changed in M                     | old    | old    | new     | old     | any           | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: isEditable 0, changed in A                     | old    | old    | old     | new     | any           | not editable                    | new              |                  |                         | stay    |
| Rule 9: isEditable 0, changed differently              | old    | old    | new     | other   | managementpro | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: isEditable 0, changed differently              | old    | old    | new     | other   | aceptabits    | not editable                    | other over new   |                  |                         | stay    |
| Rule 9: isEditable 0, changed differently              | old    | old    | new     | other   | review        | not editable                    |                  |                  | conflict                | stay    |
| Rule 9: isEditable 0, changed equally                  | old    | old    | new     | new     | any           | not editable                    |                  |                  |                         | move    |
| Rule 9: isEditable 0, emptied in M                     | old    | old    | empty   | old     | any           | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: isEditable 0, emptied in A                     | old    | old    | old     | empty   | any           | not editable                    | empty            |                  |                         | stay    |
| Rule 9: isEditable 0, M emptied, A changed             | old    | old    | empty   | other   | managementpro | not editable                    | other over empty |                  |                         | stay    |
| Rule 9: isEditable 0, M emptied, A changed             | old    | old    | empty   | other   | aceptabits    | not editable                    | other over empty |                  |                         | stay    |
| Rule 9: isEditable 0, M emptied, A changed             | old    | old    | empty   | other   | review        | not editable                    |                  |                  | conflict                | stay    |
| Rule 9: isEditable 0, M changed, A emptied             | old    | old    | new     | empty   | managementpro | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: isEditable 0, M changed, A emptied             | old    | old    | new     | empty   | aceptabits    | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: isEditable 0, M changed, A emptied             | old    | old    | new     | empty   | review        | not editable                    |                  |                  | conflict                | stay    |
| Rule 9: isEditable 0, M does not carry the key         | old    | old    | unsaid  | new     | any           | not editable                    |                  |                  |                         | stay    |
| Rule 9: isEditable 0, A does not carry the key         | old    | old    | new     | unsaid  | any           | not editable                    |                  |                  |                         | stay    |
| Rule 9: isEditable 0, first merge, A empty             | lost   | lost   | new     | empty   | any           | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: isEditable 0, first merge, M empty             | lost   | lost   | empty   | new     | any           | not editable                    | new              |                  |                         | stay    |
| Rule 9: isEditable 0, first merge, two values          | lost   | lost   | new     | other   | managementpro | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: isEditable 0, first merge, two values          | lost   | lost   | new     | other   | aceptabits    | not editable                    | other over new   |                  |                         | stay    |
| Rule 9: isEditable 0, first merge, two values          | lost   | lost   | new     | other   | review        | not editable                    |                  |                  | first conflict          | stay    |
| Rule 9: isEditable 0, A keeps its own way              | old    | old*   | new     | old*    | any           | not editable                    |                  |                  | held: not editable      | stay    |
| Rule 9: BA, nothing changed                            | old    | old    | old     | old     | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, changed in M                               | old    | old    | new     | old     | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, changed in A                               | old    | old    | old     | new     | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, changed equally                            | old    | old    | new     | new     | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, changed differently                        | old    | old    | new     | other   | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, emptied in M                               | old    | old    | empty   | old     | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, emptied in A                               | old    | old    | old     | empty   | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, M emptied, A changed                       | old    | old    | empty   | other   | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, M changed, A emptied                       | old    | old    | new     | empty   | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, M does not carry the key                   | old    | old    | unsaid  | new     | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, A does not carry the key                   | old    | old    | new     | unsaid  | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, a new link                                 | lost   | lost   | new     | empty   | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 9: BA, a new link, two values                     | lost   | lost   | new     | other   | any           | BA                              |                  |                  | inactive                | stay    |
| Rule 12: paused by a person                            | old    | old    | new     | other   | any           | paused                          |                  |                  | paused                  | stay    |
| Rule 2: missing in M                                   | old    | old    | old     | new     | any           | missing in M                    |                  |                  | missing in M            | stay    |
| Rule 2: missing in A                                   | old    | old    | new     | old     | any           | missing in A                    |                  |                  | missing in A            | stay    |
| Rule 2: missing in both                                | old    | old    | new     | old     | any           | missing in M, missing in A      |                  |                  | missing in M, missing in A | stay |
| Rule 2: A has not been seen yet                        | old    | old    | new     | old     | any           | A not seen                      |                  |                  | unseen                  | stay    |
| Rule 2: M has not been seen yet                        | old    | old    | old     | new     | any           | M not seen                      |                  |                  | unseen                  | stay    |
| Section 5: parked in A, nothing moved since            | old    | old    | new     | old     | any           | parked in A                     |                  |                  | parked                  | stay    |
| Section 5: parked in A, the record changed             | old    | old    | new     | old     | any           | parked in A before the change   |                  | new              |                         | stay    |
| Section 5: parked in A, changed in A                   | old    | old    | old     | new     | any           | parked in A                     | new              |                  |                         | stay    |
| Section 5: parked in M, nothing moved since            | old    | old    | old     | new     | any           | parked in M                     |                  |                  | parked                  | stay    |
| Section 5: parked in M, changed in M                   | old    | old    | new     | old     | any           | parked in M                     |                  | new              |                         | stay    |
| Section 5: parked in A, emptied in M                   | old    | old    | empty   | old     | any           | parked in A                     |                  |                  | parked                  | stay    |
| Rule 4: a person takes M's value                       | old    | old    | new     | other   | review        | answer new, seen new/other      |                  | new              |                         | stay    |
| Rule 4: a person takes A's value                       | old    | old    | new     | other   | review        | answer other, seen new/other    | other            |                  |                         | stay    |
| Rule 4: a person takes a third value                   | old    | old    | new     | other   | any           | answer chosen, seen new/other   | chosen           | chosen           |                         | stay    |
| Rule 4: a person empties                               | old    | old    | new     | other   | any           | answer empty, seen new/other    | empty            | empty            |                         | stay    |
| Rule 12: a person puts a value back                    | new    | new    | new     | new     | any           | answer old, seen new/new        | old              | old              |                         | stay    |
| Rule 4: the answer is on M already                     | old    | old    | chosen  | other   | any           | answer chosen, seen new/other   |                  | chosen           |                         | stay    |
| Rule 4: the answer is on both sides                    | old    | old    | chosen  | chosen  | any           | answer chosen, seen new/other   |                  |                  |                         | move    |
| Rule 5: A keeps the answer its own way                 | chosen | old    | chosen  | chosen* | any           | answer chosen, seen new/other, sent to A, read back |  |              |                         | chosen/chosen* |
| Rule 5: the same, and M is still to be written         | old    | old    | new     | chosen* | any           | answer chosen, seen new/other, sent chosen to A, read back | chosen |  |                       | new/chosen* |
| Rule 4: M moved since the answer                       | old    | old    | new     | other   | review        | answer chosen, seen old/other   |                  |                  | refused, conflict       | stay    |
| Rule 4: A moved since the answer                       | old    | old    | new     | other   | managementpro | answer chosen, seen new/old     |                  | new over other   | refused                 | stay    |
| Rule 4: both moved since the answer, equally           | old    | old    | new     | new     | any           | answer chosen, seen old/other   |                  |                  | refused                 | move    |
| Rule 4: only the spelling moved since the answer       | old    | old    | same    | other   | review        | answer chosen, seen new/other   | chosen           | chosen           |                         | stay    |
| Rule 4: M does not carry the key, the answer waits     | old    | old    | unsaid  | other   | any           | answer chosen, seen new/other   |                  |                  |                         | stay    |
| Rule 7: an answer, no update method                    | old    | old    | new     | other   | any           | answer chosen, seen new/other, no update method | chosen |        | held: no update method  | stay    |
| Rule 9: an answer, isEditable 0                        | old    | old    | new     | other   | any           | answer chosen, seen new/other, not editable | chosen |            | held: not editable      | stay    |
| Rule 9: an answer, BA                                  | old    | old    | new     | other   | any           | answer chosen, seen new/other, BA |                |                  | inactive                | stay    |
| Section 5: an answer, parked in M                      | old    | old    | new     | other   | any           | answer chosen, seen new/other, parked in M |       | chosen           | parked                  | stay    |
`;

/** A whole customer for the cases in which several fields count: name, e-mail, phone. */
type Trio = readonly [name: string, email: string, phone: string];

const ANA: Trio = ['Ana Ruiz', 'ana@ruiz.mx', '55 1234 5678'];
const LUIS: Trio = ['Luis Soto', 'luis@soto.mx', '33 8765 4321'];
const EVA: Trio = ['Eva Paz', 'eva@paz.mx', '81 2345 6789'];

export type PersonCase = {
  readonly title: string;
  readonly base: Trio;
  readonly m: Trio;
  readonly a: Trio;
  /** RFC when last in step, and now. */
  readonly rfc?: readonly [string | undefined, string | undefined];
  /** Whom a person has called this customer in M, and their RFC then. */
  readonly vouched?: readonly [...Trio, rfc?: string];
  readonly unsure?: boolean;
  readonly firstMerge?: boolean;
  /** The sides whose record is another person; none: the merge goes on. */
  readonly suspended: readonly ('managementpro' | 'aceptabits')[];
};

/** Rule 2: a key that suddenly bears a wholly different person. */
export const PERSON_CASES: readonly PersonCase[] = [
  { title: 'nothing changed', base: ANA, m: ANA, a: ANA, suspended: [] },
  { title: 'M bears another person', base: ANA, m: LUIS, a: ANA, suspended: ['managementpro'] },
  { title: 'A bears another person', base: ANA, m: ANA, a: LUIS, suspended: ['aceptabits'] },
  { title: 'both bear the same other person: nothing to overwrite', base: ANA, m: LUIS, a: LUIS, suspended: [] },
  { title: 'each bears a different other person', base: ANA, m: LUIS, a: EVA, suspended: ['managementpro', 'aceptabits'] },
  { title: 'only the name stays: an edit', base: ANA, m: [ANA[0], LUIS[1], LUIS[2]], a: ANA, suspended: [] },
  { title: 'only the e-mail stays: an edit', base: ANA, m: [LUIS[0], ANA[1], LUIS[2]], a: ANA, suspended: [] },
  { title: 'only the phone stays: an edit', base: ANA, m: [LUIS[0], LUIS[1], ANA[2]], a: ANA, suspended: [] },
  { title: 'the e-mail is only spelt differently: an edit', base: ANA, m: [LUIS[0], ' ANA@RUIZ.MX', LUIS[2]], a: ANA, suspended: [] },
  { title: 'everything emptied is an emptying, not another person', base: ANA, m: ['', '', ''], a: ANA, suspended: [] },
  { title: 'name and phone changed, e-mail emptied', base: ANA, m: [LUIS[0], '', LUIS[2]], a: ANA, suspended: ['managementpro'] },
  { title: 'a clerk fills in whom there was only a name of', base: ['ANA RUIS', 'NO TIENE', '0000000000'], m: ANA, a: ['ANA RUIS', 'NO TIENE', '0000000000'], suspended: [] },
  { title: 'the clave is the counter\u2019s by now', base: ANA, m: ['Público en general', 'no@tiene.com', 's/n'], a: ANA, suspended: ['managementpro'] },
  { title: 'no phone before: name and e-mail changed', base: [ANA[0], ANA[1], ''], m: [LUIS[0], LUIS[1], ''], a: [ANA[0], ANA[1], ''], suspended: ['managementpro'] },
  { title: 'only a name before: a changed name is an edit', base: [ANA[0], '', ''], m: [LUIS[0], '', ''], a: [ANA[0], '', ''], suspended: [] },
  { title: 'M, its own RFC changed too', base: ANA, m: LUIS, a: ANA, rfc: ['RUAA800101AB1', 'SOLL900202CD2'], suspended: ['managementpro'] },
  { title: 'M, its own RFC stayed: a company that moved', base: ANA, m: LUIS, a: ANA, rfc: ['RUAA800101AB1', 'RUAA800101AB1'], suspended: [] },
  { title: 'M, its own RFC is only spelt differently', base: ANA, m: LUIS, a: ANA, rfc: ['RUAA800101AB1', ' ruaa800101ab1 '], suspended: [] },
  { title: 'M, the answer does not carry the RFC', base: ANA, m: LUIS, a: ANA, rfc: ['RUAA800101AB1', undefined], suspended: [] },
  { title: 'M, an RFC that many share proves nothing', base: ANA, m: LUIS, a: ANA, rfc: ['XAXX010101000', 'XAXX010101000'], suspended: ['managementpro'] },
  { title: 'M, a shared RFC with trailing blanks proves nothing', base: ANA, m: LUIS, a: ANA, rfc: ['xaxx010101000  ', 'XAXX010101000'], suspended: ['managementpro'] },
  { title: 'A, the RFC of M says nothing about A', base: ANA, m: ANA, a: LUIS, rfc: ['RUAA800101AB1', 'RUAA800101AB1'], suspended: ['aceptabits'] },
  { title: 'a person has vouched for exactly this', base: ANA, m: LUIS, a: ANA, vouched: LUIS, suspended: [] },
  { title: 'a person has vouched for this, and the name has been corrected since', base: ANA, m: ['Luis Soto Paz', LUIS[1], LUIS[2]], a: ANA, vouched: LUIS, suspended: [] },
  { title: 'a person has vouched for this, and only the name is left of it', base: ANA, m: [LUIS[0], '', '55 0000 1111'], a: ANA, vouched: LUIS, suspended: [] },
  { title: 'a person has vouched for somebody who is gone again', base: ANA, m: EVA, a: ANA, vouched: LUIS, suspended: ['managementpro'] },
  { title: 'a person has vouched for a name alone, and it bears somebody else', base: ANA, m: EVA, a: ANA, vouched: [LUIS[0], '', ''], suspended: ['managementpro'] },
  { title: 'a person has vouched for this, and whoever it is has their RFC still', base: ANA, m: EVA, a: ANA, rfc: ['RUAA800101AB1', 'SOLL900202CD2'], vouched: [...LUIS, 'SOLL900202CD2'], suspended: [] },
  { title: 'a person has vouched for this, and the RFC is another, too', base: ANA, m: EVA, a: ANA, rfc: ['RUAA800101AB1', 'PAXE850505EF3'], vouched: [...LUIS, 'SOLL900202CD2'], suspended: ['managementpro'] },
  { title: 'a person has vouched for M, and A bears another person', base: ANA, m: LUIS, a: EVA, vouched: LUIS, suspended: ['aceptabits'] },
  { title: 'a person has vouched for exactly this, which did not tell everything', base: ANA, m: LUIS, a: ANA, vouched: LUIS, unsure: true, suspended: [] },
  { title: 'a person has vouched for this, and a reading that does not tell everything shows another name', base: ANA, m: [EVA[0], LUIS[1], LUIS[2]], a: ANA, vouched: LUIS, unsure: true, suspended: ['managementpro'] },
  { title: 'a new link has no base to differ from', base: ANA, m: LUIS, a: ANA, firstMerge: true, suspended: [] },
]; // biome-ignore format: one case per line
