// The municipality's look: a main colour that white letters can be read on (WCAG 2.1, 1.4.3: 4.5 to 1), and a logo as PNG.
// PNG alone, because an SVG can hold script.
#include <fmt/format.h>

#include <cmath>

#include "administration/store.h"
#include "platform/http/multipart.h"

namespace tenzij::administration {

namespace {

constexpr std::size_t logo_bytes = 256UL * 1024;
constexpr std::uint32_t logo_side = 2000;  // points
constexpr double enough = 4.5;
constexpr std::string_view own_colour = "#0e5a5a";

struct LookInput {
  std::string colour;  // "#0e5a5a"
};
BOOST_DESCRIBE_STRUCT(LookInput, (), (colour))
struct Look : LookInput {
  bool logo = false;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Look, (LookInput), (logo, version))

using Rgb = std::array<int, 3>;

std::optional<Rgb> rgb_of(const std::string& text) {
  if (text.size() != 7 || text[0] != '#' || text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos) return std::nullopt;
  Rgb out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = std::stoi(text.substr(1 + 2 * i, 2), nullptr, 16);
  return out;
}

// Of white letters on this colour (WCAG 2.1, "relative luminance" and "contrast ratio").
double contrast_of(const Rgb& colour) {
  constexpr std::array<double, 3> weights{0.2126, 0.7152, 0.0722};
  double light = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double part = colour[i] / 255.0;
    light += weights[i] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return 1.05 / (light + 0.05);
}

std::string hex_of(const Rgb& colour) { return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]); }

// The same colour, as much darker as it takes.
std::string readable_like(const Rgb& colour) {
  for (int percent = 99; percent > 0; --percent) {
    Rgb darker{};
    for (std::size_t i = 0; i < 3; ++i) darker[i] = colour[i] * percent / 100;
    if (contrast_of(darker) >= enough) return hex_of(darker);
  }
  return std::string(own_colour);
}

Look look(db::Session& session) {
  const auto found = session.find<Look>("SELECT colour, content IS NOT NULL AS logo, version FROM administration.look");
  if (found) return *found;
  Look out;
  out.colour = own_colour;
  return out;
}

const db::Statement upsert_colour{"administration.upsert_colour", R"sql(
INSERT INTO administration.look AS l (municipality_id, colour)
VALUES ($1, $2)
ON CONFLICT (municipality_id)
DO UPDATE SET colour = excluded.colour, version = l.version + 1
)sql"};

const db::Statement upsert_logo{"administration.upsert_logo", R"sql(
INSERT INTO administration.look AS l (municipality_id, colour, content)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id)
DO UPDATE SET content = excluded.content, version = l.version + 1
)sql"};

Look change_colour(const http::Request& request, db::Session& session, const LookInput& in) {
  session.query("SELECT pg_advisory_xact_lock(754, hashtext($1))", session.actor().municipality_id.str());
  request.expect_version(look(session).version);
  const auto colour = rgb_of(std::string(text::trim(in.colour)));
  if (!colour) throw bad_field("/colour", "notColour");
  if (const double contrast = contrast_of(*colour); contrast < enough)
    throw bad_field("/colour", "colourContrast", {{"contrast", fmt::format("{:.1f}", contrast)}, {"better", readable_like(*colour)}});
  session.query(upsert_colour, session.actor().municipality_id, hex_of(*colour));
  return look(session);
}

// The signature, then IHDR with width and height (PNG, 2nd edition, 5.2 and 11.2.2).
bool is_png(std::string_view file, std::uint32_t& width, std::uint32_t& height) {
  constexpr std::string_view signature("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  if (file.size() < 33 || !file.starts_with(signature)) return false;
  const auto number = [file](std::size_t at) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) out = (out << 8U) | static_cast<unsigned char>(file[at + i]);
    return out;
  };
  width = number(16);
  height = number(20);
  return true;
}

Look change_logo(const http::Request& request, db::Session& session) {
  const auto parts = http::multipart(request);
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  const std::string_view file = http::first_file(parts).content;
  if (!is_png(file, width, height)) throw bad_field("/files", "notPng");
  if (file.size() > logo_bytes || width == 0 || height == 0 || width > logo_side || height > logo_side)
    throw bad_field("/files", "logoTooLarge");
  session.query(upsert_logo, session.actor().municipality_id, std::string(own_colour), db::bytes(file));
  return look(session);
}

http::Response logo(const http::Request&, db::Session& session) {
  const auto row = session.query("SELECT content FROM administration.look WHERE content IS NOT NULL");
  if (row.empty()) throw not_found();
  http::Response response;
  response.content_type = "image/png";
  response.body = db::bytea(row.text(0, 0));
  return response;
}

}  // namespace

void add_look_routes(http::Router& router) {
  router.get<Look>("/look", http::anyone, {"getLook", "administration", "The municipality's colour, and whether it has a logo"},
                   [](const http::Request&, db::Session& session) { return look(session); });
  router.put<Look>(
      "/look", "organisation.edit",
      {"changeLook", "administration", "The main colour; refused when white letters cannot be read on it, with one that would do"},
      change_colour);
  router.download<http::None>("/look/logo", http::anyone, {"getLogo", "administration", "The logo"}, "image/png", logo);
  router.upload<Look>("/look/logo", "organisation.edit", {"changeLogo", "administration", "The logo, as PNG"}, change_logo);
  router.remove("/look/logo", "organisation.edit", {"removeLogo", "administration", "Tenzij's own mark instead of the logo"},
                [](const http::Request&, db::Session& session) {
                  session.query("UPDATE administration.look SET content = NULL, version = version + 1");
                });
}

}  // namespace tenzij::administration
