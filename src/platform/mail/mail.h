// What people are told: a message in the inbox of a person and, when mail is set up, a letter by mail. A room says it in one line, in
// the transaction of what it tells:
//
//   mail::tell(session, holder, {"unless_proposed", {{"title", purchase.title}}, "/inkopen/" + id.str()}, now);
//
// Kinds are rows of mail.kind, their words stand in knowledge/mail. A background thread puts what is due into letters (mail.gather:
// rhythm, quiet hours) and sends them. docs/decisions/0041-post.md says what "once" means here.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/base/messages.h"
#include "platform/http/router.h"

namespace tenzij::mail {

// A mail server as the installation's settings name it. Without a server there is no mail, and everything stays in the inbox.
struct Service {
  std::string server{};  // smtp://host:587 (STARTTLS) or smtps://host:465 (TLS)
  std::string user{};    // none: no sign-in
  std::string password{};
  std::string from{};              // address that the mail is from; its domain is the one of the Message-ID
  std::string page{};              // where people open Tenzij: https://tenzij.example.nl
  std::string authorities{};       // certificates (PEM) to trust instead of the system's
  bool plain = false;              // without TLS; for a relay on this machine
  std::chrono::seconds retry{60};  // pause before the second try of a letter; each next one is twice as long
  [[nodiscard]] bool configured() const { return !server.empty(); }
};
// What is wrong with these settings, in English for who starts the server; empty when nothing is.
std::string trouble_of(const Service& service);
// Said once at start, as the owner of the database: from now on messages go out by mail, or do not.
void say_configured(db::Connection& owner, bool configured);
bool is_configured(db::Session& session);

// One address that mail can go to: ASCII, one @, nothing that ends a header or begins another address.
bool is_address(std::string_view text);

struct News {
  std::string kind;    // of mail.kind
  MessageArgs args{};  // for the words of the kind
  std::string path{};  // of the page where it goes on, which asks to sign in: "/inkopen/..."
  // A link that is itself the way in (to choose a password, to answer without an account). Only in the mail, kept until that is
  // sent, and not kept at all while no mail is set up.
  std::string secret_path{};
};
void tell(db::Session& session, const Uuid& person, const News& news, Instant now);
// True once per record and step, whatever server asks: for what is found again and again until somebody acts. In the transaction of
// the message.
bool first_time(db::Session& session, const Uuid& subject, const std::string& step, Instant now);
// Somebody without an account: by mail alone. False when no mail is set up, or nothing can go to that address.
bool tell_outside(db::Session& session, const std::string& address, const std::string& name, const News& news, Instant now);

// Letters that ended a month ago, and messages of a year; secrets of links that hold no more. How many rows went.
std::int64_t forget(db::Session& session, Instant now);

// How it goes, for who looks after the installation.
struct Doing {
  bool configured = false;
  std::int64_t waiting = 0;  // letters of this municipality that are not sent yet
  std::int64_t failed = 0;   // that were given up in the last seven days
  std::optional<Instant> sent_at;
  std::optional<Instant> failing_since;  // nothing can be sent at all
  std::optional<std::string> failure;
};
BOOST_DESCRIBE_STRUCT(Doing, (), (configured, waiting, failed, sent_at, failing_since, failure))
Doing doing(db::Session& session, Instant now);

class Line;

// Sends what waits, on a thread of its own. Of all servers of one database one sends: who holds an advisory lock for as long as it
// lives; when it dies another takes over, with what it had.
class Sender {
 public:
  Sender(db::Pool& pool, Service service, const Messages& words, Clock clock);
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  Sender(Sender&&) = delete;
  Sender& operator=(Sender&&) = delete;
  ~Sender();

  void start();
  // A letter that is under way may end until then; what was not begun goes back, uncounted.
  void stop(std::chrono::steady_clock::time_point until);
  // Puts what is due into letters and sends some; false when there was nothing to do, or nothing could be sent. Without start().
  bool round();

 private:
  struct Claimed;
  db::Pool& pool_;
  Service service_;
  const Messages& words_;
  Clock clock_;
  std::unique_ptr<Line> line_;
  std::unique_ptr<db::Connection> lead_;
  bool leads_ = false;
  Instant paused_until_{};
  std::chrono::seconds pause_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool working_ = true;  // the thread is in its loop
  std::atomic<bool> stopping_{false};
  std::atomic<bool> give_up_{false};
  std::thread thread_;

  void work();
  bool lead();
  std::vector<Claimed> claim();
  void give_back(const Claimed& letter);
  bool deliver(const Claimed& letter);
  void settle(const Claimed& letter, const char* state, const std::string& reason, Instant next);
  void pause(const std::string& reason);
};

// /messages, /account/mail, /mail-off, /mail-failures.
void add_routes(http::Router& router, const Messages& words);

}  // namespace tenzij::mail
