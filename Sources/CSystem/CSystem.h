// What Swift's Glibc and Darwin modules do not show: event queues, and calls hidden behind _GNU_SOURCE.
#ifndef HERD_CSYSTEM_H
#define HERD_CSYSTEM_H

#ifdef __linux__
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

int accept4(int, struct sockaddr *, socklen_t *, int);
int pthread_setname_np(pthread_t, const char *);

static inline int herd_accept4(int listener, int flags) { return accept4(listener, 0, 0, flags); }
static inline int herd_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }
#endif

#ifdef __APPLE__
#include <sys/event.h>
#endif

#endif
