#include "scan/model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "platform/base/files.h"
#include "platform/base/ids.h"

namespace tenzij::scan {

namespace {

constexpr std::string_view magic = "tenzij model 2\n";
constexpr std::size_t outputs = theme_outputs + instrument_count;
constexpr std::size_t fingerprint_size = 64;
// Weights below a five-hundredth of the largest are left out: half of the file, and nothing that is measured.
constexpr int least = 6;

void put_float(std::string& out, float value) {
  std::array<char, sizeof value> bytes{};
  std::memcpy(bytes.data(), &value, sizeof value);
  out.append(bytes.data(), bytes.size());
}

class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}
  std::string_view take(std::size_t many) {
    if (many > bytes_.size()) throw std::runtime_error("the model of the scan is cut short");
    const std::string_view out = bytes_.substr(0, many);
    bytes_.remove_prefix(many);
    return out;
  }
  float number() {
    float out = 0;
    std::memcpy(&out, take(sizeof out).data(), sizeof out);
    return out;
  }
  unsigned byte() { return static_cast<unsigned char>(take(1).front()); }
  [[nodiscard]] bool done() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

int packed(double weight, double scale) {
  if (scale == 0) return 0;
  const double root = std::sqrt(std::fabs(weight) / scale);
  const int q = static_cast<int>(std::lround(std::min(root, 127.0)));
  if (q < least) return 0;
  return weight < 0 ? -q : q;
}

}  // namespace

// Fingerprint, scale and bias of each output, then the slots that have weights: step from the slot before (one or more
// bytes, 255 means more), which outputs (two bytes), their weights.
std::string pack(const Weights& weights, const std::string& fingerprint) {
  std::array<const std::vector<double>*, outputs> all{};
  for (std::size_t i = 0; i < theme_outputs; ++i) all[i] = &weights.themes[i];
  for (std::size_t i = 0; i < instrument_count; ++i) all[theme_outputs + i] = &weights.instruments[i];
  std::string out(magic);
  out += fingerprint;
  std::array<double, outputs> scale{};
  for (std::size_t i = 0; i < outputs; ++i) {
    double most = 0;
    for (std::size_t slot = 0; slot < feature_slots; ++slot) most = std::max(most, std::fabs((*all[i])[slot]));
    scale[i] = static_cast<float>(most / (127.0 * 127.0));
    put_float(out, static_cast<float>(scale[i]));
    put_float(out, static_cast<float>(all[i]->back()));
  }
  std::size_t last = 0;
  for (std::size_t slot = 0; slot < feature_slots; ++slot) {
    unsigned mask = 0;
    std::string row;
    for (std::size_t i = 0; i < outputs; ++i)
      if (const int q = packed((*all[i])[slot], scale[i]); q != 0) {
        mask |= 1U << i;
        row += static_cast<char>(q);
      }
    if (mask == 0) continue;
    std::size_t step = slot - last;
    last = slot;
    for (; step >= 255; step -= 255) out += '\xff';
    out += static_cast<char>(step);
    out += static_cast<char>(mask & 0xffU);
    out += static_cast<char>(mask >> 8U);
    out += row;
  }
  return out;
}

Model::Model(std::string_view bytes) {
  if (!bytes.starts_with(magic)) throw std::runtime_error("this is no model of the scan");
  Input in(bytes.substr(magic.size()));
  fingerprint_ = std::string(in.take(fingerprint_size));
  for (std::size_t i = 0; i < outputs; ++i) {
    const bool theme = i < theme_outputs;
    (theme ? theme_scale_[i] : instrument_scale_[i - theme_outputs]) = in.number();
    (theme ? theme_bias_[i] : instrument_bias_[i - theme_outputs]) = in.number();
  }
  themes_.resize(feature_slots);
  instruments_.resize(feature_slots);
  theme_bits_.resize(feature_slots / 64);
  instrument_bits_.resize(feature_slots / 64);
  for (std::size_t slot = 0; !in.done();) {
    unsigned step = in.byte();
    for (; step == 255; step = in.byte()) slot += 255;
    slot += step;
    if (slot >= feature_slots) throw std::runtime_error("the model of the scan has a slot too many");
    const unsigned low = in.byte();
    const unsigned mask = low | in.byte() << 8U;
    for (std::size_t i = 0; i < outputs; ++i) {
      if ((mask >> i & 1U) == 0) continue;
      const int q = static_cast<signed char>(in.take(1).front());
      const auto weight = static_cast<std::int16_t>(q * std::abs(q));
      if (i < theme_outputs) themes_[slot][i] = weight;
      else instruments_[slot][i - theme_outputs] = weight;
      (i < theme_outputs ? theme_bits_ : instrument_bits_)[slot / 64] |= std::uint64_t{1} << (slot % 64);
    }
  }
}

std::string training_fingerprint(const std::filesystem::path& lexicon) {
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"nl", "training"})
    if (std::filesystem::exists(lexicon / folder))
      for (const auto& each : std::filesystem::directory_iterator(lexicon / folder))
        if (each.path().extension() == ".tsv") files.push_back(each.path());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const auto& each : files) all += each.filename().string() + " " + sha256_hex(read_file(each)) + "\n";
  return sha256_hex(all);
}

}  // namespace tenzij::scan
