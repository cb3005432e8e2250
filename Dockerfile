# Puente in one image: the daemon (default), its commands (`docker run … puente plan`) and the demo's simulators.
# Nothing here needs BuildKit. Where the build has no network of its own: docker build --network host .
ARG NODE_IMAGE=node:26-slim

FROM ${NODE_IMAGE} AS app
WORKDIR /app
COPY package.json package-lock.json ./
# No install script runs. TypeScript comes along only as somebody's optional peer; type declarations and source
# maps are for people who write code. Licences stay where they are.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error \
 && rm -rf node_modules/typescript node_modules/@typescript node_modules/.package-lock.json \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete
COPY LICENSE ./
COPY src ./src
COPY scripts/healthcheck.ts ./scripts/
RUN chmod 755 src/cli/main.ts && chmod -R go=u,go-w .

FROM ${NODE_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Puente" \
      org.opencontainers.image.description="Keeps the customers of a ManagementPro ERP and an Aceptabits account in step, in both directions." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /app
COPY --from=app /app /app
RUN ln -s /app/src/cli/main.ts /usr/local/bin/puente
# A number, so that an orchestrator can see that it is not root.
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "scripts/healthcheck.ts"]
# Node hears SIGTERM itself: there is no shell between.
ENTRYPOINT ["node", "--max-semi-space-size=4", "--no-memory-pool", "--heap-growing-percent=50", "src/cli/main.ts"]
CMD ["start"]
