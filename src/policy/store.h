// What the files of this room share: views of documents and goals, and checks.
#pragma once

#include "policy/policy.h"

namespace tenzij::policy {

// Fields of a record that changed, as {"field": [before, after]}; empty when nothing did.
json::object difference(const json::value& before, const json::value& after, std::initializer_list<std::string_view> fields);
// Marks everything below a changed record "to review"; how many.
std::int64_t mark_review(db::Session& session, const std::string& kind, const Uuid& id, const json::object& change, Instant now);

// How many records hang on one, and in euros what is known of them.
struct Impact {
  std::int64_t goals = 0;
  std::int64_t purchases = 0;
  std::int64_t value_cents = 0;
  std::int64_t owners = 0;
};
BOOST_DESCRIBE_STRUCT(Impact, (), (goals, purchases, value_cents, owners))
Impact impact(db::Session& session, const std::string& kind, const Uuid& id);

// The groups that should be involved before adoption and are not: nobody of them was invited to a consultation.
std::vector<std::string> missing_sectors(db::Session& session, const Uuid& document_id);
extern const std::array<std::string_view, 8> sectors;

std::optional<std::string> search_query(const std::optional<std::string>& words);

void add_document_routes(http::Router& router, jobs::Runner& runner);
void add_goal_routes(http::Router& router);
void add_thread_routes(http::Router& router);
void add_manifest_routes(http::Router& router);
void add_consultation_routes(http::Router& router);

// Takes an uploaded file and enqueues the job that reads it.
Uuid start_import(const http::Request& request, db::Session& session, jobs::Runner& runner);

struct PolicyCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PolicyCreated, (), (id))

}  // namespace tenzij::policy
