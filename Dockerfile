# Builds Kring as one static binary and runs it as nobody.
FROM node:20-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web ./
COPY server/live/testdata ../server/live/testdata
RUN npm run build

FROM golang:1.26-bookworm AS go
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/dist web/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /kring ./server

FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates ffmpeg && rm -rf /var/lib/apt/lists/*
COPY --from=go /kring /usr/local/bin/kring
RUN useradd --system --uid 10001 kring && install -d -o kring /data
USER kring
ENV KRING_DATA=/data KRING_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080 3478/udp 3478/tcp
ENTRYPOINT ["kring"]
CMD ["serve"]
