// Asks the running Lobi whether it is well: for HEALTHCHECK and for monitoring without curl.
// Exit 0: it answers /healthz. Exit 1: it does not, with the reason.

import { request as http } from 'node:http';
import { request as https } from 'node:https';
import process from 'node:process';

const { LOBI_DOORS = '', LOBI_HTTP_PORT = '8080', LOBI_TLS_CERT = '', LOBI_TLS_CERT_FILE = '' } = process.env;

// A process that opens no http door is well as long as it runs.
if (LOBI_DOORS !== '' && !LOBI_DOORS.split(',').includes('http')) process.exit(0);

const ask = LOBI_TLS_CERT || LOBI_TLS_CERT_FILE ? https : http;
const options = {
  host: '127.0.0.1',
  port: Number(LOBI_HTTP_PORT),
  path: '/healthz',
  timeout: 4000,
  // The certificate is for the outside name; here it is only ourselves.
  rejectUnauthorized: false,
};

const say = (reason) => {
  console.error(`lobi is not well: ${reason}`);
  process.exit(1);
};

ask(options, (answer) => {
  answer.resume();
  if (answer.statusCode === 200) process.exit(0);
  say(`/healthz answered ${answer.statusCode}`);
})
  .on('timeout', () => say('/healthz did not answer within 4 s'))
  .on('error', (fault) => say(fault.message))
  .end();
