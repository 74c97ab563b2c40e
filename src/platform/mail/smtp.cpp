#include "platform/mail/smtp.h"

#include <curl/curl.h>

#include "platform/base/text.h"

namespace tenzij::mail {

namespace {

// A mail server that greylists or scans may take its time; one that is silent for so long is gone. With the connection, well within
// the lease of the sender.
constexpr long connect_ms = 15'000;
constexpr long send_ms = 60'000;
constexpr std::size_t reason_bytes = 400;

}  // namespace

// What goes over the line during one letter.
struct Talk {
  const std::string* content = nullptr;
  std::size_t given = 0;
  std::string asked{};   // the verb we sent last
  std::string answer{};  // the server's answer to it
  const std::atomic<bool>* give_up = nullptr;
  bool leaving = false;
};

namespace {

std::size_t give(char* to, std::size_t size, std::size_t count, void* talk) {
  auto& self = *static_cast<Talk*>(talk);
  if (self.content == nullptr) return 0;
  const std::size_t length = std::min(size * count, self.content->size() - self.given);
  std::copy_n(self.content->data() + self.given, length, to);
  self.given += length;
  return length;
}

// Only verbs are kept of what we say: the rest of it may be a password.
int listen(CURL*, curl_infotype what, char* data, std::size_t size, void* talk) {
  auto& self = *static_cast<Talk*>(talk);
  const std::string_view said(data, size);
  // After a "no" libcurl takes its leave; what is said then is about nothing.
  if (what == CURLINFO_HEADER_OUT && said.starts_with("QUIT")) self.leaving = true;
  if (self.leaving) return 0;
  if (what == CURLINFO_HEADER_OUT) {
    for (const std::string_view verb : {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"})
      if (said.starts_with(verb)) {
        self.asked = verb;
        self.answer.clear();
      }
  } else if (what == CURLINFO_DATA_OUT) {
    self.asked = "BODY";
    self.answer.clear();
  } else if (what == CURLINFO_HEADER_IN) {
    self.answer = said;
  }
  return 0;
}

int look(void* talk, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const std::atomic<bool>* give_up = static_cast<Talk*>(talk)->give_up;
  return give_up != nullptr && *give_up ? 1 : 0;
}

bool begins_with_enhanced(std::string_view answer, std::string_view code) {
  return answer.size() > 4 + code.size() && answer.substr(4).starts_with(code);
}

}  // namespace

Fate fate_of(std::string_view asked, std::string_view answer) {
  if (asked != "RCPT" && asked != "DATA" && asked != "BODY") return Fate::away;
  if (answer.empty() || answer.front() != '5') return Fate::later;
  if (asked != "RCPT") return Fate::bounced;
  // RFC 3463: 5.1 is about the address, 5.2.1 a mailbox that takes nothing; others (full, policy) are about this letter.
  const bool enhanced = answer.size() > 6 && answer[4] == '5' && answer[5] == '.';
  const bool address = enhanced ? begins_with_enhanced(answer, "5.1.") || begins_with_enhanced(answer, "5.2.1")
                                : answer.starts_with("550") || answer.starts_with("551") || answer.starts_with("553");
  return address ? Fate::refused : Fate::bounced;
}

struct Line::Handle {
  CURL* curl = nullptr;
  Service service;
  Talk talk{};  // here, for libcurl says something at its end too
  std::array<char, CURL_ERROR_SIZE> error{};
};

Line::Line(const Service& service) : handle_(std::make_unique<Handle>()) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  handle_->curl = ready == CURLE_OK ? curl_easy_init() : nullptr;
  if (handle_->curl == nullptr) throw std::runtime_error("libcurl cannot be used");
  handle_->service = service;
  CURL* curl = handle_->curl;
  const Service& own = handle_->service;
  const std::string domain = own.from.substr(own.from.find('@') + 1);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // The name behind the slash is what we say we are (EHLO).
  curl_easy_setopt(curl, CURLOPT_URL, (own.server + "/" + domain).c_str());
  curl_easy_setopt(curl, CURLOPT_USE_SSL, own.plain ? static_cast<long>(CURLUSESSL_NONE) : static_cast<long>(CURLUSESSL_ALL));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!own.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, own.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, own.password.c_str());
  }
  if (!own.authorities.empty()) {
    curl_blob pem{const_cast<char*>(own.authorities.data()), own.authorities.size(), CURL_BLOB_COPY};
    curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &pem);
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + own.from + ">").c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, send_ms);
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, send_ms / 1000);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, handle_->error.data());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look);
  curl_easy_setopt(curl, CURLOPT_READDATA, &handle_->talk);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &handle_->talk);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &handle_->talk);
}

Line::~Line() { curl_easy_cleanup(handle_->curl); }

Outcome Line::send(const std::string& to, const std::string& content, const std::atomic<bool>& give_up) {
  CURL* curl = handle_->curl;
  Talk& talk = handle_->talk;
  talk = {&content, 0, {}, {}, &give_up, false};
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> address(curl_slist_append(nullptr, ("<" + to + ">").c_str()),
                                                                            curl_slist_free_all);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, address.get());
  handle_->error[0] = '\0';
  const CURLcode code = curl_easy_perform(curl);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, nullptr);
  talk.content = nullptr;
  talk.give_up = nullptr;
  if (code == CURLE_OK) return {Fate::sent, {}};
  const bool said_no = talk.answer.size() > 3 && (talk.answer.front() == '4' || talk.answer.front() == '5');
  const std::string words = said_no                     ? talk.answer
                            : handle_->error[0] != '\0' ? std::string(handle_->error.data())
                                                        : std::string(curl_easy_strerror(code));
  return {fate_of(talk.asked, said_no ? std::string_view(talk.answer) : std::string_view{}),
          text::shorten(text::collapse_spaces(text::repair_utf8(words)), reason_bytes)};
}

}  // namespace tenzij::mail
