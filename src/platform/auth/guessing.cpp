#include "platform/auth/guessing.h"

#include <arpa/inet.h>

#include "platform/base/limits.h"

namespace tenzij::auth {

namespace {

const db::Statement take_tries{"auth.take_tries", R"sql(
SELECT auth.count_try($1::text[], $2::int[], $3::interval[], $4::interval, $5)
)sql"};

// A try that is taken back lets the next one go at once.
const db::Statement give_back_tries{"auth.give_back_tries", R"sql(
UPDATE auth.attempt
   SET tries = greatest(tries - 1, 0), free_at = '-infinity'
 WHERE subject = ANY ($1::text[])
)sql"};

std::string seconds(std::chrono::seconds time) { return std::to_string(time.count()) + " seconds"; }

// Keeps the first bits of an address and clears the others.
template <std::size_t size>
void keep_bits(std::array<unsigned char, size>& bytes, int bits) {
  for (int at = 0; at < static_cast<int>(size); ++at) {
    const int kept = std::clamp(bits - at * 8, 0, 8);
    bytes[static_cast<std::size_t>(at)] &= static_cast<unsigned char>(0xff00U >> static_cast<unsigned>(kept));
  }
}

template <std::size_t size>
std::string written(int family, const std::array<unsigned char, size>& bytes) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(family, bytes.data(), out.data(), out.size());
  return out.data();
}

}  // namespace

void count_try(db::Session& session, const std::vector<Guessed>& all, Instant now) {
  std::vector<std::string> subjects;
  std::vector<int> free;
  std::vector<std::string> longest;
  for (const Guessed& each : all) {
    subjects.push_back(each.subject);
    free.push_back(each.free);
    longest.push_back(seconds(each.longest));
  }
  const auto until = session.scalar<Instant>(take_tries, subjects, free, longest, seconds(limits::tries_forgotten), now);
  if (until) {
    const auto wait = std::max(std::chrono::ceil<std::chrono::seconds>(*until - now), std::chrono::seconds(1));
    throw Error(429, "tooManyAttempts", {{"seconds", std::to_string(wait.count())}}).retry_after(wait);
  }
  session.keep();
}

void forget_tries(db::Session& session, const std::vector<std::string>& subjects) {
  session.query("DELETE FROM auth.attempt WHERE subject = ANY ($1::text[])", subjects);
}

void give_back_try(db::Session& session, const std::vector<std::string>& subjects) { session.query(give_back_tries, subjects); }

void forget_old_tries(db::Session& session, Instant now) {
  session.query("DELETE FROM auth.attempt WHERE at < $1", now - limits::tries_forgotten - limits::longest_wait);
}

Guessed links_from(std::string_view remote) {
  return {"link " + address_block(remote, 24, 48), limits::code_tries_free, limits::longest_wait};
}

std::string address_block(std::string_view address, int bits4, int bits6) {
  std::string text(address);
  std::array<unsigned char, 4> v4{};
  std::array<unsigned char, 16> v6{};
  if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) {
    keep_bits(v4, bits4);
    return written(AF_INET, v4) + "/" + std::to_string(bits4);
  }
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) != 1) return text;
  // An IPv4 address in IPv6 clothes is the IPv4 address.
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), v6.begin())) {
    std::copy(v6.begin() + 12, v6.end(), v4.begin());
    keep_bits(v4, bits4);
    return written(AF_INET, v4) + "/" + std::to_string(bits4);
  }
  keep_bits(v6, bits6);
  return written(AF_INET6, v6) + "/" + std::to_string(bits6);
}

std::string short_address(std::string_view address) {
  const std::string block = address_block(address, 24, 48);
  return block.substr(0, block.find('/'));
}

}  // namespace tenzij::auth
