#include "platform/http/server.h"

#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <thread>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/http/body.h"
#include "platform/http/events.h"
#include "platform/http/head.h"
#include "platform/http/slow.h"
#include "platform/http/wire.h"

namespace tenzij::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;

namespace {

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

int status_of(const beast::error_code& fault) {
  if (fault == bhttp::error::body_limit) return 413;
  if (fault == bhttp::error::header_limit) return 431;
  if (fault == beast::error::timeout) return 408;
  return 400;
}

using Parser = bhttp::request_parser<bhttp::buffer_body>;
using Message = bhttp::request<bhttp::buffer_body>;

// Counts as long as the coroutine that holds it lives, however it ends.
struct Counted {
  explicit Counted(std::atomic<std::size_t>& of) : count(of) { ++count; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  Counted(Counted&&) = delete;
  Counted& operator=(Counted&&) = delete;
  ~Counted() { --count; }
  std::atomic<std::size_t>& count;
};

}  // namespace

struct Server::Impl {
  ServerSettings settings;
  Dispatch dispatch;
  BodyLimit body_limit;
  Admit admit;
  Refusal refusal;
  std::shared_ptr<Intake> intake = std::make_shared<Intake>();
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> waiting{0};  // requests queued or running on workers
  std::atomic<std::size_t> pending{0};  // requests whose answer is not written yet
  EventQueues streams;
  asio::io_context io;  // after what its coroutines use: those that are left end with it
  asio::thread_pool workers;
  asio::thread_pool disk;  // writes large bodies: a slow disk must not hold the sockets
  tcp protocol = tcp::v4();
  tcp::acceptor acceptor;
  std::vector<std::thread> threads;

  Impl(const ServerSettings& s, Dispatch d, BodyLimit b, Admit a, Refusal r)
      : settings(s),
        dispatch(std::move(d)),
        body_limit(std::move(b)),
        admit(std::move(a)),
        refusal(std::move(r)),
        workers(s.workers),
        disk(1),
        acceptor(io) {
    const tcp::endpoint endpoint(asio::ip::make_address(settings.address), settings.port);
    acceptor.open(endpoint.protocol());
    // No child may hold our port or a client's line open. Asio's own descriptors (epoll, events) say so already.
    close_on_exec(acceptor.native_handle());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(1024);
    acceptor.non_blocking(true);
    protocol = endpoint.protocol();
  }

  asio::awaitable<void> accept_all() {
    for (;;) {
      auto [fault] = co_await acceptor.async_wait(tcp::acceptor::wait_read, with_error);
      if (stopping || fault) co_return;
      const int descriptor = accept_connection(acceptor.native_handle());
      if (descriptor < 0) {
        if (!accept_must_wait()) continue;
        // A moment, instead of spinning.
        asio::steady_timer pause(io, std::chrono::milliseconds(50));
        co_await pause.async_wait(with_error);
        continue;
      }
      tcp::socket line(asio::make_strand(io), protocol, descriptor);
      auto executor = line.get_executor();
      asio::co_spawn(executor, serve(beast::tcp_stream(std::move(line))), asio::detached);
    }
  }

  asio::awaitable<Response> on_worker(std::shared_ptr<Request> request) { co_return dispatch(*request); }

  // One connection: requests one after the other until it is closed.
  asio::awaitable<void> serve(beast::tcp_stream stream) {
    beast::error_code ignored;
    stream.socket().set_option(tcp::no_delay(true), ignored);
    beast::flat_buffer buffer(limits::header_bytes + 64 * 1024);
    bool more = true;
    while (more && !stopping) more = co_await one_request(stream, buffer);
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

  asio::awaitable<bool> one_request(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    auto parser = std::make_unique<Parser>();
    parser->header_limit(static_cast<std::uint32_t>(limits::header_bytes));
    parser->body_limit(limits::upload_bytes);
    if (buffer.size() == 0) {
      // Waiting for the next request may take long; once it begins it must come quickly.
      stream.expires_after(limits::keep_alive_time);
      auto [fault, size] = co_await stream.async_read_some(buffer.prepare(16 * 1024), with_error);
      if (fault) co_return false;
      buffer.commit(size);
    }
    stream.expires_after(limits::request_read_time);
    auto request = std::make_shared<Request>();
    if (const int status = co_await whole_head(stream, buffer); status != 0) {
      if (status > 0) co_await refuse(stream, status, *request);
      co_return false;
    }
    auto [header_fault, header_size] = co_await bhttp::async_read_header(stream, buffer, *parser, with_error);
    if (header_fault) {
      if (header_fault != bhttp::error::end_of_stream) co_await refuse(stream, status_of(header_fault), *request);
      co_return false;
    }
    if (const int status = head_of(parser->get(), stream, *request); status != 0) {
      co_await refuse(stream, status, *request);
      co_return false;
    }
    const std::size_t allowed = body_limit(request->method, request->path);
    const auto announced = parser->content_length();
    if (announced && *announced > allowed) {
      co_await refuse(stream, 413, *request);
      co_return false;
    }
    parser->body_limit(allowed);
    if (parser->is_done()) co_return co_await answer(stream, request, parser->get());
    // More than a form: only of somebody who is signed in and may send it here, and counted as it comes.
    if (allowed > limits::open_body_bytes && (!announced || *announced > limits::open_body_bytes)) {
      std::optional<Response> refused;
      if (waiting.fetch_add(1) >= limits::requests_waiting) refused = refusal(503, "busy", *request);
      else refused = co_await asio::co_spawn(workers.get_executor(), admission(request), asio::use_awaitable);
      --waiting;
      if (refused) {
        co_await send_refusal(stream, *refused);
        co_return false;
      }
      request->received = std::make_shared<Body>(intake, request->who, settings.spool);
    }
    const int status = co_await read_body(stream, buffer, *parser, request);
    if (status != 0) {
      co_await refuse(stream, status, *request);
      co_return false;
    }
    co_return co_await answer(stream, request, parser->get());
  }

  asio::awaitable<std::optional<Response>> admission(std::shared_ptr<Request> request) { co_return admit(*request); }
  asio::awaitable<bool> on_disk(std::shared_ptr<Body> body, bool last) { co_return last ? body->complete() : body->flush(); }

  // 0, or the status of the refusal.
  asio::awaitable<int> read_body(beast::tcp_stream& stream, beast::flat_buffer& buffer, Parser& parser, std::shared_ptr<Request> request) {
    if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
      bhttp::response<bhttp::empty_body> go(bhttp::status::continue_, 11);
      auto [fault, size] = co_await bhttp::async_write(stream, go, with_error);
      if (fault) co_return 400;
    }
    const std::shared_ptr<Body> body = request->received;
    stream.expires_after(body ? limits::upload_read_time : limits::request_read_time);
    std::vector<char> block(body ? 64 * 1024 : 8 * 1024);
    while (!parser.is_done()) {
      parser.get().body().data = block.data();
      parser.get().body().size = block.size();
      auto [fault, size] = co_await bhttp::async_read_some(stream, buffer, parser, with_error);
      if (fault && fault != bhttp::error::need_buffer) co_return status_of(fault);
      const std::string_view got(block.data(), block.size() - parser.get().body().size);
      if (!body) {
        request->body += got;
        continue;
      }
      if (!body->append(got)) co_return 503;
      if (!body->wants_flush()) continue;
      const bool kept = co_await asio::co_spawn(disk.get_executor(), on_disk(body, false), asio::use_awaitable);
      if (!kept) co_return 507;
    }
    if (!body) co_return 0;
    const bool whole = co_await asio::co_spawn(disk.get_executor(), on_disk(body, true), asio::use_awaitable);
    co_return whole ? 0 : 507;
  }

  // Reads until the head is in the buffer and judges its bytes before the parser takes them: 0, a status that refuses it,
  // or -1 when the client is gone.
  asio::awaitable<int> whole_head(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    constexpr std::string_view end = "\r\n\r\n";
    for (;;) {
      const std::string_view seen(static_cast<const char*>(buffer.data().data()), buffer.size());
      const std::size_t at = seen.find(end);
      if (at != std::string_view::npos && at + end.size() <= limits::header_bytes)
        co_return plain_head(seen.substr(0, at + end.size())) ? 0 : 400;
      if (seen.size() > limits::header_bytes) co_return 431;
      // A head that ends its lines otherwise would be waited for in vain.
      for (std::size_t line = seen.find('\n'); line != std::string_view::npos; line = seen.find('\n', line + 1))
        if (line == 0 || seen[line - 1] != '\r') co_return 400;
      auto [fault, size] = co_await stream.async_read_some(buffer.prepare(16 * 1024), with_error);
      if (fault) co_return fault == beast::error::timeout ? 408 : -1;
      buffer.commit(size);
    }
  }

  // Fills the request; a status other than 0 refuses it.
  int head_of(const Message& message, beast::tcp_stream& stream, Request& request) const {
    for (const auto& field : message) {
      const std::string_view content(field.value().data(), field.value().size());
      request.headers.emplace_back(text::lower_ascii({field.name_string().data(), field.name_string().size()}),
                                   text::valid_utf8(content) ? std::string(content) : text::from_latin1(content));
    }
    beast::error_code fault;
    const auto peer = stream.socket().remote_endpoint(fault);
    request.remote = fault ? "" : peer.address().to_string();
    const HeadLine line{{message.method_string().data(), message.method_string().size()},
                        {message.target().data(), message.target().size()},
                        message.version() == 11};
    return fill(request, line, settings);
  }

  asio::awaitable<bool> answer(beast::tcp_stream& stream, std::shared_ptr<Request> request, const Message& message) {
    const bool keep_alive = message.keep_alive() && !stopping;
    const bool head = request->method == Method::head;
    stream.expires_never();
    Response response;
    std::optional<Counted> counted(pending);
    if (waiting.fetch_add(1) >= limits::requests_waiting) response = refusal(503, "busy", *request);
    else response = co_await asio::co_spawn(workers.get_executor(), on_worker(request), asio::use_awaitable);
    --waiting;
    if (response.later) {
      const std::shared_ptr<Deferred> later = response.later;
      const bool there = co_await until_ready(stream, later);
      if (!there) co_return false;
      response = later->take();
    }
    if (response.events) {
      counted.reset();
      co_await stream_events(stream, response);
      co_return false;
    }
    co_return co_await write(stream, response, head, keep_alive && !stopping);
  }

  // False when the client went away before.
  asio::awaitable<bool> until_ready(beast::tcp_stream& stream, std::shared_ptr<Deferred> later) {
    // As with events: finish() cancels the timer through the connection's strand.
    auto timer = std::make_shared<asio::steady_timer>(stream.get_executor());
    const auto executor = stream.get_executor();
    const auto cancel = [timer] { timer->cancel(); };
    const Waiter waiter(later, [executor, cancel] { asio::post(executor, cancel); });
    while (!later->ready()) {
      timer->expires_after(limits::client_look);
      co_await timer->async_wait(with_error);
      if (client_gone(stream.socket().native_handle())) co_return later->ready();
    }
    co_return true;
  }

  static void copy_headers(const Response& response, auto& out) {
    if (!response.content_type.empty()) out.set(bhttp::field::content_type, response.content_type);
    for (const auto& [name, content] : response.headers) out.insert(name, content);
  }

  asio::awaitable<bool> write(beast::tcp_stream& stream, const Response& response, bool head, bool keep_alive) {
    const std::string& body = response.shared_body ? *response.shared_body : response.body;
    bhttp::response<bhttp::span_body<const char>> out(static_cast<bhttp::status>(response.status), 11);
    copy_headers(response, out);
    out.keep_alive(keep_alive);
    if (!head) out.body() = beast::span<const char>(body.data(), body.size());
    if (response.status != 204 && response.status != 304) out.content_length(body.size());
    stream.expires_after(limits::write_time);
    bhttp::response_serializer<bhttp::span_body<const char>> serializer(out);
    if (head) {
      auto [fault, size] = co_await bhttp::async_write_header(stream, serializer, with_error);
      co_return !fault && keep_alive;
    }
    auto [fault, size] = co_await bhttp::async_write(stream, serializer, with_error);
    co_return !fault && keep_alive;
  }

  asio::awaitable<void> refuse(beast::tcp_stream& stream, int status, const Request& request) {
    const Response response = refusal(status == 507 ? 503 : status, refusal_code(status), request);
    co_await send_refusal(stream, response);
  }

  asio::awaitable<void> send_refusal(beast::tcp_stream& stream, const Response& response) {
    co_await write(stream, response, false, false);
    // Let the client read the answer before the reset that unread input would cause.
    beast::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream.expires_after(std::chrono::seconds(2));
    std::array<char, 4096> waste{};
    for (int reads = 0; reads < 64; ++reads) {
      auto [fault, size] = co_await stream.async_read_some(asio::buffer(waste), with_error);
      if (fault) break;
    }
  }

  asio::awaitable<void> stream_events(beast::tcp_stream& stream, const Response& response) {
    const auto queue = response.events;
    streams.add(queue);
    bhttp::response<bhttp::empty_body> head(bhttp::status::ok, 11);
    copy_headers(response, head);
    head.chunked(true);
    bhttp::response_serializer<bhttp::empty_body> serializer(head);
    stream.expires_after(limits::write_time);
    auto [head_fault, head_size] = co_await bhttp::async_write_header(stream, serializer, with_error);
    if (head_fault) co_return;

    // The timer is the condition variable: push() cancels it through the connection's strand.
    auto timer = std::make_shared<asio::steady_timer>(stream.get_executor());
    const auto executor = stream.get_executor();
    const auto cancel = [timer] { timer->cancel(); };
    const EventReader reader(queue, [executor, cancel] { asio::post(executor, cancel); });
    const auto heartbeat = std::make_shared<const std::string>(": still here\n\n");
    while (!stopping) {
      auto frames = queue->take();
      if (frames.empty() && queue->closed()) break;
      if (frames.empty()) {
        timer->expires_after(limits::event_heartbeat);
        // A push between take() and here has posted its cancel to this strand, which runs after the wait begins.
        auto [woken] = co_await timer->async_wait(with_error);
        if (woken) continue;
        frames.push_back(heartbeat);
      }
      std::string block;
      for (const auto& frame : frames) block += *frame;
      stream.expires_after(limits::write_time);
      auto [fault, size] = co_await asio::async_write(stream, bhttp::make_chunk(asio::buffer(block)), with_error);
      if (fault) break;
    }
    queue->close();
    co_await asio::async_write(stream, bhttp::make_chunk_last(), with_error);
  }

  bool stop(std::chrono::steady_clock::time_point until) {
    if (stopping.exchange(true)) return pending == 0;
    const auto close = [this] {
      beast::error_code ignored;
      acceptor.close(ignored);
    };
    asio::post(io, close);
    streams.close_all();
    while (pending > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const bool ended = waiting == 0;
    io.stop();
    for (auto& thread : threads) thread.join();
    threads.clear();
    return ended;
  }
};

Server::Server(const ServerSettings& settings, Dispatch dispatch, BodyLimit body_limit, Admit admit, Refusal refusal) {
  try {
    impl_ = std::make_unique<Impl>(settings, std::move(dispatch), std::move(body_limit), std::move(admit), std::move(refusal));
  } catch (const boost::system::system_error& fault) {
    throw std::runtime_error("cannot listen on " + settings.address + ":" + std::to_string(settings.port) + ": " + fault.code().message() +
                             (fault.code() == asio::error::address_in_use ? " (choose another port with --port N)" : ""));
  }
  asio::co_spawn(impl_->io, impl_->accept_all(), asio::detached);
  for (unsigned i = 0; i < settings.io_threads; ++i) impl_->threads.emplace_back([this] { impl_->io.run(); });
}

Server::~Server() {
  if (impl_) impl_->stop(std::chrono::steady_clock::now() + limits::shutdown_grace);
}
unsigned short Server::port() const { return impl_->acceptor.local_endpoint().port(); }
bool Server::stop(std::chrono::steady_clock::time_point until) { return impl_->stop(until); }
std::size_t Server::received() { return impl_->intake->total(); }

}  // namespace tenzij::http
