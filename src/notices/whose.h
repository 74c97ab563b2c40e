// Whose notice is it? The buyer decides, by name and number; a person may say otherwise, and that goes first.
#pragma once

#include "notices/notices.h"

namespace tenzij::notices {

// own: the municipality alone; joint: with or for others (joint and central purchasing); other: of somebody else;
// unknown: no buyer is named; unjudged: not looked at yet.
enum class Whose { own, joint, other, unknown, unjudged };
BOOST_DESCRIBE_ENUM(Whose, own, joint, other, unknown, unjudged)

// Names and numbers of the municipality itself, as people write them.
struct Marks {
  std::vector<std::string> names;        // "Noorderveen"; with or without "gemeente" is the same
  std::vector<std::string> identifiers;  // KvK, OIN, RSIN, GM code, in whatever notation
  bool by_default = false;               // made of name and code; nobody wrote them down yet
};
BOOST_DESCRIBE_STRUCT(Marks, (), (names, identifiers, by_default))

Whose judge(const Marks& marks, const std::vector<Party>& buyers, bool joint);

// Of the municipality of the session: what people wrote down, or else its name and code.
Marks marks_of(db::Session& session);
std::string fingerprint_of(const Marks& marks);  // which rows were judged by these

void add_owner_routes(http::Router& router, jobs::Runner& runner);

}  // namespace tenzij::notices
