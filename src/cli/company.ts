/** Where `--company NAME` is noted for whatever the command needs of the settings. */
export const COMPANY = 'PUENTE_COMPANY';
