# The image is the command `restsignal`: give it `doctor`, `migrate`, `serve --role worker`, and whatever else there is.
# tsx runs the TypeScript as it stands, which is what every test runs: a bundle would save half a second at the start and
# be another program than the one that was tested.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No package that runs needs an install script: what is native in them comes built.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
LABEL org.opencontainers.image.title="Restsignal" \
      org.opencontainers.image.licenses="EUPL-1.2"
# Which commit it is made of, for reports that say what made them: docker build --build-arg PROGRAM_COMMIT=$(git rev-parse HEAD)
ARG PROGRAM_COMMIT
# Without DATABASE_URL a container is all of Restsignal, on PGlite in /data. What tsx would keep of its work dies with the container.
ENV HOST=0.0.0.0 \
    PORT=8080 \
    DATABASE_URL=pglite:/data/db \
    TSX_DISABLE_CACHE=1 \
    PROGRAM_COMMIT=$PROGRAM_COMMIT
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json tsconfig.json LICENSE CITATION.cff README.md ./
COPY workers ./workers
COPY templates ./templates
COPY src ./src
RUN mkdir --mode=700 /data && chown node:node /data
# The account `node`, by number, so that Kubernetes sees that it is not root.
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
# Nothing but /tmp and /data is written to, so that the rest may be read-only.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--import=tsx", "--max-semi-space-size=8", "--expose-gc", "src/cli/main.ts"]
CMD ["serve"]
