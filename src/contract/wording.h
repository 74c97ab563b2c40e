// Effects in the supplier's words (wordings.cpp). Part of contract.h.
#pragma once

#include "platform/db/session.h"

namespace tenzij::contract {

// Both sentences stay: what the supplier proposes, and what the municipality says to it. Withdrawn: by who proposed it, unanswered.
enum class WordingState { proposed, accepted, answered, withdrawn };
BOOST_DESCRIBE_ENUM(WordingState, proposed, accepted, answered, withdrawn)
struct Wording {
  Uuid id;
  std::int64_t version;
  Uuid commitment_id;
  std::string commitment;  // its title
  std::string text;
  std::string proposed_name;
  Instant proposed_at;
  WordingState state{};
  std::optional<std::string> answer;
  std::optional<std::string> answered_name;
  std::optional<Instant> answered_at;
};
BOOST_DESCRIBE_STRUCT(Wording, (),
                      (id, version, commitment_id, commitment, text, proposed_name, proposed_at, state, answer, answered_name, answered_at))
// Of a contract, by commitment, the newest first.
std::vector<Wording> wordings_of(db::Session& session, const Uuid& contract);
// Tells the manager. Throws Error 404, 400 at /text, 409 contractSettled and wordingWaits while one of that commitment is unanswered.
Uuid propose_wording(db::Session& session, const Uuid& commitment, const std::string& text, const std::string& by, Instant now);
// Throws 404, 409 once it was answered.
void withdraw_wording(db::Session& session, const Uuid& id);

}  // namespace tenzij::contract
