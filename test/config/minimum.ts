/** The five settings without a default. */
export const MINIMUM = {
  MANAGEMENTPRO_URL: 'https://erp.example.com/wservices/',
  MANAGEMENTPRO_APIKEY: 'the-key',
  ACEPTABITS_URL: 'https://aceptabits.example.com/v1/',
  ACEPTABITS_TOKEN: 'the-token',
  ACEPTABITS_SHOP: 'pgbsho01',
};
