/* A crowd of clients that order over keep-alive connections: as many at once as asked for, or at a fixed rate.
 *
 * usage: crowd PORT CLIENTS SECONDS RATE OBEY TOKENS BODIES
 *   RATE    orders a second over all clients (open loop); 0: each client orders again as soon as it is answered
 *   OBEY    1: a refused client waits as long as Retry-After says; 0: it asks again at once
 *   TOKENS  a file of bearer tokens, one a line; client n uses token n modulo their number
 *   BODIES  a file of request bodies, one a line; taken in turn
 * Prints one JSON object: orders served, answers by status, seconds, and the latencies of admitted and refused orders in ms.
 * In the open loop an order's wait begins when it was due, also where no client was free for it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CHECK(ok, what) do { if (!(ok)) { perror(what); exit(1); } } while (0)
enum { HEAD = 16384, REQUEST = 8192, EVENTS = 1024, STATUSES = 600 };
enum State { CLOSED, CONNECTING, IDLE, SENDING, WAITING, RESTING };

struct Client {
    int fd, status, number;
    enum State state;
    size_t sent, length, have, missing;
    double due, wake;
    char *out, *in;
};

struct Sample { float ms; short status; };

static char **tokens, **bodies;
static size_t token_count, body_count, sample_count, sample_room;
static struct Sample *samples;
static struct Client *clients;
static int epoll_fd, client_count, obey;
static struct sockaddr_in server;
static double began, ends, rate;
static long serial, errors, made, served;
static int *idle, idle_count, *resting, resting_count;
static char run[32];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static char **lines(const char *path, size_t *count) {
    FILE *file = fopen(path, "r");
    CHECK(file, path);
    char **found = NULL, *line = NULL;
    size_t room = 0, n = 0;
    ssize_t length;
    while ((length = getline(&line, &room, file)) > 0) {
        if (line[length - 1] == '\n') line[--length] = 0;
        found = realloc(found, (n + 1) * sizeof *found);
        found[n++] = strdup(line);
    }
    fclose(file);
    free(line);
    *count = n;
    return found;
}

static void watch(struct Client *c, uint32_t events, int how) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    CHECK(epoll_ctl(epoll_fd, how, c->fd, &event) == 0, "epoll_ctl");
}

static void rest(struct Client *c, double seconds) {
    c->state = RESTING;
    c->wake = now() + seconds;
    resting[resting_count++] = c->number;
}

static void drop(struct Client *c) {
    if (c->fd >= 0) close(c->fd);
    c->fd = -1;
    c->state = CLOSED;
}

static void dial(struct Client *c) {
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    CHECK(c->fd >= 0, "socket");
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* 127.0.0.x: one address has not ports enough for ten thousand that come and go. */
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001 + c->number % 8)};
    bind(c->fd, (struct sockaddr *)&from, sizeof from);
    if (connect(c->fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) {
        errors++;
        drop(c);
        rest(c, 0.05);
        return;
    }
    c->state = CONNECTING;
    watch(c, EPOLLOUT, EPOLL_CTL_ADD);
}

static void push(struct Client *c) {
    while (c->sent < c->length) {
        ssize_t n = send(c->fd, c->out + c->sent, c->length - c->sent, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            watch(c, EPOLLOUT | EPOLLIN, EPOLL_CTL_MOD);
            return;
        }
        if (n < 0) {
            errors++;
            drop(c);
            rest(c, 0.05);
            return;
        }
        c->sent += n;
    }
    c->state = WAITING;
    watch(c, EPOLLIN, EPOLL_CTL_MOD);
}

static void order(struct Client *c, double due) {
    const char *body = bodies[serial % body_count], *token = tokens[c->number % token_count];
    c->length = snprintf(c->out, REQUEST,
        "POST /api/v1/rounds HTTP/1.1\r\nhost: crowd\r\nauthorization: Bearer %s\r\n"
        "idempotency-key: %s-%ld\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
        token, run, serial++, strlen(body), body);
    if (c->length >= REQUEST) { fprintf(stderr, "a body is too long\n"); exit(1); }
    c->sent = c->have = c->missing = 0;
    c->status = 0;
    c->due = due;
    c->state = SENDING;
    made++;
    push(c);
}

static void next(struct Client *c) {
    if (rate > 0) {
        c->state = IDLE;
        idle[idle_count++] = c->number;
    } else {
        order(c, now());
    }
}

static void note(struct Client *c, double at) {
    /* Goodput is what is answered meanwhile, whenever it was asked; a wait is of those alone that asked meanwhile. */
    if (at >= began && c->status == 201) served++;
    if (c->due < began) return;
    if (sample_count == sample_room) {
        sample_room = sample_room ? sample_room * 2 : 1 << 16;
        samples = realloc(samples, sample_room * sizeof *samples);
    }
    samples[sample_count++] = (struct Sample){(at - c->due) * 1e3, c->status};
}

static void hear(struct Client *c) {
    for (;;) {
        ssize_t n = recv(c->fd, c->in + c->have, HEAD - c->have, 0);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
        if (n <= 0) {
            errors++;
            drop(c);
            rest(c, 0.01);
            return;
        }
        c->have += n;
        c->in[c->have] = 0;
        char *end = strstr(c->in, "\r\n\r\n"), *length = strcasestr(c->in, "\r\ncontent-length:");
        if (!end || !length) {
            if (c->have >= HEAD) { fprintf(stderr, "an answer is too long\n"); exit(1); }
            continue;
        }
        if (c->have < (size_t)(end + 4 - c->in) + strtoul(length + 17, NULL, 10)) continue;
        c->status = atoi(c->in + 9);
        note(c, now());
        char *wait = strcasestr(c->in, "\r\nretry-after:"), *close_it = strcasestr(c->in, "\r\nconnection: close");
        double seconds = c->status == 503 && obey && wait && wait < end ? atof(wait + 14) : 0;
        int gone = close_it && close_it < end;
        if (gone) drop(c);
        if (gone || seconds > 0) rest(c, seconds);
        else next(c);
        return;
    }
}

static void wake(double at) {
    int kept = 0, many = resting_count;
    for (int i = 0; i < many; i++) {
        struct Client *c = &clients[resting[i]];
        if (c->wake > at) resting[kept++] = resting[i];
        else if (c->fd < 0) { c->state = CLOSED; dial(c); if (c->state == RESTING) kept++; }
        else next(c);
    }
    /* What went to rest meanwhile stands behind. */
    for (int i = many; i < resting_count; i++) resting[kept++] = resting[i];
    resting_count = kept;
}

static int by_ms(const void *a, const void *b) {
    float x = ((const struct Sample *)a)->ms, y = ((const struct Sample *)b)->ms;
    return (x > y) - (x < y);
}

static void quantiles(const char *name, int admitted) {
    size_t n = 0;
    struct Sample *some = malloc((sample_count + 1) * sizeof *some);
    for (size_t i = 0; i < sample_count; i++)
        if ((samples[i].status == 201) == admitted) some[n++] = samples[i];
    qsort(some, n, sizeof *some, by_ms);
    printf(",\"%s\":{\"count\":%zu", name, n);
    if (n) printf(",\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f", some[n / 2].ms, some[n * 99 / 100].ms, some[n - 1].ms);
    printf("}");
    free(some);
}

int main(int argc, char **argv) {
    if (argc != 8) { fprintf(stderr, "usage: crowd PORT CLIENTS SECONDS RATE OBEY TOKENS BODIES\n"); return 2; }
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    client_count = atoi(argv[2]);
    double seconds = atof(argv[3]);
    rate = atof(argv[4]);
    obey = atoi(argv[5]);
    tokens = lines(argv[6], &token_count);
    bodies = lines(argv[7], &body_count);
    struct rlimit files = {client_count + 64, client_count + 64};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    snprintf(run, sizeof run, "c%d-%ld", getpid(), (long)time(NULL));
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    clients = calloc(client_count, sizeof *clients);
    idle = calloc(client_count, sizeof *idle);
    resting = calloc(2 * client_count + 16, sizeof *resting);
    began = now();
    for (int i = 0; i < client_count; i++) {
        clients[i] = (struct Client){.fd = -1, .number = i, .out = malloc(REQUEST), .in = malloc(HEAD + 1)};
        /* They come within a second, as guests do, and not in one instant. */
        rest(&clients[i], (double)i / client_count);
    }
    ends = began + seconds + 1;
    began += 1;
    double first = began;
    long due = 0;
    struct epoll_event events[EVENTS];
    for (double at = now(); at < ends; at = now()) {
        int ready = epoll_wait(epoll_fd, events, EVENTS, 1);
        for (int i = 0; i < ready; i++) {
            struct Client *c = events[i].data.ptr;
            if (c->state == CONNECTING) {
                int error = 0;
                socklen_t size = sizeof error;
                getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
                if (error) { errors++; drop(c); rest(c, 0.05); continue; }
                watch(c, EPOLLIN, EPOLL_CTL_MOD);
                next(c);
            } else if (c->state == SENDING) {
                push(c);
            } else if (c->state == WAITING) {
                hear(c);
            } else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
                char one;
                if (c->fd >= 0 && recv(c->fd, &one, 1, MSG_PEEK) <= 0 && errno != EAGAIN) {
                    for (int j = 0; j < idle_count; j++)
                        if (idle[j] == c->number) { idle[j] = idle[--idle_count]; break; }
                    int was = c->state;
                    drop(c);
                    if (was != RESTING) rest(c, 0.01);
                }
            }
        }
        at = now();
        wake(at);
        while (rate > 0 && at >= first && due < (long)((at - first) * rate) && idle_count) {
            struct Client *c = &clients[idle[--idle_count]];
            order(c, first + due++ / rate);
        }
    }
    long by_status[STATUSES] = {0};
    for (size_t i = 0; i < sample_count; i++) by_status[samples[i].status % STATUSES]++;
    printf("{\"seconds\":%.2f,\"errors\":%ld,\"served\":%ld,\"status\":{", seconds, errors, served);
    for (int i = 0, some = 0; i < STATUSES; i++)
        if (by_status[i]) printf("%s\"%d\":%ld", some++ ? "," : "", i, by_status[i]);
    printf("}");
    /* Who still waits at the end has waited so long. */
    double longest = 0, at = now();
    for (int i = 0; i < client_count; i++)
        if (clients[i].state == WAITING || clients[i].state == SENDING)
            if (at - clients[i].due > longest) longest = at - clients[i].due;
    printf(",\"waiting_ms\":%.1f", longest * 1e3);
    quantiles("admitted", 1);
    quantiles("refused", 0);
    printf("}\n");
    return 0;
}
