// `npm start`: a whole centre from one command, until Ctrl-C.

import { openCentre } from './centre.mjs';
import { main, say, seconds } from './console.mjs';
import { dataDir, loadEnvFile } from './paths.mjs';
import { mailKey } from './secret.mjs';

const began = Date.now();

await main(async () => {
  loadEnvFile();
  say('Kruzhok');
  const { url } = await openCentre();
  const login = process.env.OWNER_LOGIN || 'owner';
  const password = process.env.OWNER_PASSWORD
    ? 'with OWNER_PASSWORD'
    : 'with the password printed when the database was first prepared';
  const mails = process.env.SMTP_URL
    ? 'sent by the server of SMTP_URL'
    : process.env.NODE_ENV === 'production'
      ? `in ${dataDir()}/mail`
      : `${url}/mail?key=${mailKey(dataDir())}`;
  say(`
  Kruzhok is ready, ${seconds(began)}

  API       ${url}
  Docs      ${url}/docs
  OpenAPI   ${url}/openapi.json
  Mails     ${mails}
  Sign in   as ${login}, ${password}
  Data      ${process.env.DATABASE_URL ? 'in the database of DATABASE_URL' : dataDir()}
  Stop      Ctrl-C
`);
});
