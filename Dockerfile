# The image of Lobi: docs/operate/docker.md says how to build and run it.

# ---- build: native parts are compiled from the sources that package-lock.json vouches for
FROM node:24-bookworm-slim AS build
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Scripts run by name only: this is the one package whose script the product needs.
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
  && npm_config_build_from_source=true JOBS=max npm rebuild sqlite3 --ignore-scripts=false --loglevel=error \
  && test -f node_modules/sqlite3/build/Release/node_sqlite3.node
COPY tsconfig.json ./
COPY server server
COPY widgets widgets
RUN node node_modules/vite/bin/vite.js build --config widgets/vite.config.ts --logLevel warn
# What is left is what the server imports: no tools, no compiler's leavings, no maps and no types.
RUN npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error \
  && cp node_modules/sqlite3/build/Release/node_sqlite3.node /tmp/ \
  && rm -rf node_modules/sqlite3/build node_modules/sqlite3/deps node_modules/sqlite3/src \
  && mkdir -p node_modules/sqlite3/build/Release \
  && mv /tmp/node_sqlite3.node node_modules/sqlite3/build/Release/ \
  && strip node_modules/sqlite3/build/Release/node_sqlite3.node \
  && rm -rf node_modules/@types node_modules/libphonenumber-js/bundle node_modules/lodash/fp \
  && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) ! -iname 'licen*' -type f -delete

# ---- the image: Node strips the types as it reads, so the sources are the program
FROM node:24-bookworm-slim
# UV_THREADPOOL_SIZE: 8 readers and 8 to spare, see docs/decisions/0001-threads.md.
ENV NODE_ENV=production LOBI_DATA=/data LOBI_HOST=0.0.0.0 UV_THREADPOOL_SIZE=16
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY appliance appliance
COPY migrations migrations
COPY server server
# An own folder for the data, and the command line on the path.
RUN install --directory --owner=node --group=node --mode=0700 /data \
  && ln -s /app/appliance/lobi /usr/local/bin/lobi
# What Node compiles at the first start is kept in the image, which is read-only when it runs.
ENV NODE_COMPILE_CACHE=/app/.compiled
RUN LOBI_DATA=/tmp/none node server/main.ts config > /dev/null && rm -rf /tmp/none && chmod -R a+rX .compiled
USER node
VOLUME /data
EXPOSE 8080 2525 2587
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["node", "/app/appliance/health.mjs"]
CMD ["lobi", "start"]
