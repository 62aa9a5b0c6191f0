// SPDX-License-Identifier: ISC
//
// servers.mjs DIR CERTS PARENTPID - two authorization servers that no one here wrote, behind TLS on free ports of
// 127.0.0.1: oidc-provider, whose issuer is https://localhost:OIDC_PORT/tenant, and oauth2-mock-server, whose issuer is
// https://localhost:MOCK_PORT. They stop on SIGTERM, or when PARENTPID is gone.
//
// DIR/ports is there, whole, for as long as they listen. DIR/log/NNNN.NAME is each request: method and target, the headers
// that matter, a blank line, and its body.
//
// oidc-provider knows these clients (client credentials only) and resources; any other resource is invalid_target:
//   basic client:1   secret SECRET       client_secret_basic
//   post-client      secret SECRET       client_secret_post
//   https://api.example/orders           a JWT for it, scopes read and write
// oauth2-mock-server grants to anybody; what the form said goes into its token. play=no-expiry leaves expires_in out of the
// reply, play=narrow grants the first word of the scope.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as connect } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import Provider, { errors } from 'oidc-provider';
import mock from 'oauth2-mock-server';

const [dir, certs, parent] = process.argv.slice(2);
const SECRET = 's3cret+/=&%"\\ :x';
const RESOURCE = 'https://api.example/orders';
const tls = { key: readFileSync(join(certs, 'good.pem')), cert: readFileSync(join(certs, 'good.pem')) };
let number = 0;

// The request as it came, kept before it is answered.
function log(name, request, body) {
  const file = join(dir, 'log', `${String(++number).padStart(4, '0')}.${name}`);
  const { authorization, accept } = request.headers;
  const lines = [`${request.method} ${request.url}`, `Accept: ${accept}`, `Authorization: ${authorization ?? '-'}`, ''];

  writeFileSync(file, lines.join('\n') + '\n' + body);
}

function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

// TLS in front of a server that speaks HTTP, as such servers are run.
async function front(name, make) {
  const pass = (request, response, port, body) => {
    const headers = { ...request.headers, 'x-forwarded-proto': 'https' };
    const inner = connect({ port, host: '127.0.0.1', method: request.method, path: request.url, headers }, (reply) => {
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
    });

    inner.on('error', () => response.destroy());
    inner.end(body);
  };
  const server = createSecureServer(tls, async (request, response) => {
    const parts = [];

    for await (const part of request) parts.push(part);
    log(name, request, Buffer.concat(parts));
    pass(request, response, behind, Buffer.concat(parts));
  });
  const port = await listen(server);
  const behind = await listen(createServer(await make(port)));

  return port;
}

function client(id, method) {
  return {
    client_id: id,
    client_secret: SECRET,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  };
}

function oidc(port) {
  const provider = new Provider(`https://localhost:${port}/tenant`, {
    clients: [client('basic client:1', 'client_secret_basic'), client('post-client', 'client_secret_post')],
    scopes: ['read', 'write'],
    ttl: { ClientCredentials: 600 },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(ctx, indicator) {
          if (indicator !== RESOURCE) throw new errors.InvalidTarget();
          return { scope: 'read write', audience: RESOURCE, accessTokenFormat: 'jwt' };
        },
      },
    },
  });
  const serve = provider.callback();

  provider.proxy = true;

  return (request, response) => {
    if (!request.url.startsWith('/tenant/')) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html>nothing here</html>');
      return;
    }
    // As the package's own pages have it for a server below a path.
    request.originalUrl = request.url;
    request.url = request.url.slice('/tenant'.length);
    serve(request, response);
  };
}

async function mocked(port) {
  const { issuer, service } = new mock.OAuth2Server();

  issuer.url = `https://localhost:${port}`;
  await issuer.keys.generate('RS256');
  service.on('beforeTokenSigning', (token, request) => {
    token.payload.form = request.body;
  });
  service.on('beforeResponse', (response, request) => {
    if (request.body.play === 'no-expiry') delete response.body.expires_in;
    if (request.body.play === 'narrow') [response.body.scope] = request.body.scope.split(' ');
  });
  return service.requestHandler;
}

function stop() {
  rmSync(join(dir, 'ports'), { force: true });
  process.exit(0);
}

mkdirSync(join(dir, 'log'), { recursive: true });
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
setInterval(() => {
  try {
    process.kill(Number(parent), 0);
  } catch {
    stop();
  }
}, 1000);

const ports = { OIDC_PORT: await front('oidc', oidc), MOCK_PORT: await front('mock', mocked) };

writeFileSync(join(dir, '.ports'), Object.entries(ports).map(([name, port]) => `${name}=${port}\n`).join(''));
renameSync(join(dir, '.ports'), join(dir, 'ports'));
