// UUIDs: every record's identity. New ones are version 7 (RFC 9562): ordered by time, so indexes stay compact.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenzij {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  // clang-tidy 14 takes the 0 inside a defaulted comparison for a pointer.
  auto operator<=>(const Uuid&) const = default;  // NOLINT(modernize-use-nullptr)
  [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }
  [[nodiscard]] std::string str() const;                    // 8-4-4-4-12, lower case
  static std::optional<Uuid> parse(std::string_view text);  // only the 36-character form
};

Uuid new_id();

// Unguessable token of `size` random bytes, base64url without padding.
std::string random_token(std::size_t size = 32);

// `size` letters, each as likely, for codes that people type.
std::string random_letters(std::size_t size, std::string_view alphabet);

// SHA-256 in lower-case hexadecimals.
std::string sha256_hex(std::string_view data);

// HMAC-SHA-256 in lower-case hexadecimals, and whether two such are the same, in a time that tells nothing.
std::string hmac_hex(std::string_view key, std::string_view data);
bool same_secret(std::string_view a, std::string_view b);

}  // namespace tenzij
