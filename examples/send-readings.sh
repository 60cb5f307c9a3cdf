#!/bin/sh
# Sends three readings of now to a Forebay server, as a gateway would, and shows its answer.
#   FOREBAY_INGEST_TOKEN=secret examples/send-readings.sh [address]
set -eu
address=${1:-http://127.0.0.1:8080}
: "${FOREBAY_INGEST_TOKEN:?set it to the token that the server was started with}"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

curl -sS --fail-with-body "$address/api/v1/readings" \
  -H "Authorization: Bearer $FOREBAY_INGEST_TOKEN" \
  -H 'Content-Type: application/x-ndjson' \
  --data-binary @- <<NDJSON
{"tag":"s1/inflow/observed","at":"$now","value":214.0,"source":"example"}
{"tag":"s1/weather/temperature","at":"$now","value":21.4,"source":"example"}
{"tag":"s1/u1/mw","at":"$now","value":null,"source":"example"}
NDJSON
echo
