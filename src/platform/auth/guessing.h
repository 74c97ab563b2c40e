// Guessing slows down. Whatever can be guessed at (passwords, codes, links) counts a try before it is looked at, in a
// transaction of its own, so that tries at once count like tries one after the other. After some free tries each next one
// waits twice as long; the server never sleeps, it says when to come back (429 with Retry-After).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/session.h"

namespace tenzij::auth {

struct Guessed {
  std::string subject;  // what is guessed at, and from where
  int free;             // tries before the first wait
  std::chrono::seconds longest;
};

// Counts a try on all of these, or throws Error 429 and counts on none. What the session did before is kept.
void count_try(db::Session& session, const std::vector<Guessed>& all, Instant now);
// It was right: these subjects begin anew.
void forget_tries(db::Session& session, const std::vector<std::string>& subjects);
// It was right, which says nothing about other tries from there: only this one is taken back.
void give_back_try(db::Session& session, const std::vector<std::string>& subjects);
// Tries that no longer count for anything.
void forget_old_tries(db::Session& session, Instant now);

// A link or token that cannot be guessed is looked up at once; who sends wrong ones waits, by address.
Guessed links_from(std::string_view remote);

// The block an address lies in: its first bits ("10.1.2.0/24", "2001:db8:1::/48"); as it is when it is no address.
std::string address_block(std::string_view address, int bits4, int bits6);
// What is shown of an address to who knows it: without its last part.
std::string short_address(std::string_view address);

}  // namespace tenzij::auth
