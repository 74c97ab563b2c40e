// What this room is to the thread, and its doors.
#include "policy/store.h"

namespace tenzij::policy {

thread::Kinds thread_kinds() {
  return {
      {"document", "Beleidsdocument", "Policy document", "policy.read", "policy.edit", "/beleid/documenten/{id}", "square", 0, true},
      {"clause", "Passage", "Passage", "policy.read", "policy.edit", "/beleid/documenten/{whole}#p-{id}", "square", 1, true},
      {"goal", "Doel", "Goal", "policy.read", "policy.edit", "/beleid/doelen/{id}", "circle", 2, true},
  };
}

json::object difference(const json::value& before, const json::value& after, std::initializer_list<std::string_view> fields) {
  json::object out;
  for (const std::string_view field : fields)
    if (before.at(field) != after.at(field)) out[field] = json::array{before.at(field), after.at(field)};
  return out;
}

void add_routes(http::Router& router, jobs::Runner& runner, reader::Readers& readers, const scan::Engine& engine, const Messages& messages,
                const imports::Desk& columns) {
  add_document_routes(router, runner);
  add_edition_routes(router, readers);
  add_goal_routes(router);
  add_manifest_routes(router);
  add_exchange_routes(router, readers, engine, messages, columns);
  add_progress_routes(router);
  add_sentence_routes(router);
  add_consultation_routes(router);
  add_invitation_routes(router);
}

}  // namespace tenzij::policy
