# contract proves both engines of internal/store (and what else needs MongoDB)
# with the same tests: against $MONGODB_URI, or else against the stand-in that
# tools/mongo.sh builds and starts, which needs root and about a minute the first time.
CONTRACT ?= ./internal/store/... ./internal/blob/... ./server

.PHONY: contract
contract:
	@mkdir -p $(RESULTS); uri=$${MONGODB_URI:-$$(tools/mongo.sh uri 2>/dev/null || true)}; \
	if [ -z "$$uri" ]; then trap 'tools/mongo.sh stop' EXIT; uri=$$(tools/mongo.sh start); fi; \
	MONGODB_URI=$$uri REQUIRE_MONGO=1 $(GOTESTSUM) --junitfile $(RESULTS)/contract.xml -- -race -count=1 -timeout 20m $(CONTRACT)
