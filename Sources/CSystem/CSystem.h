// What Swift's Glibc and Darwin modules do not show: event queues, and calls that are macros or variadic in C.
#ifndef HERD_CSYSTEM_H
#define HERD_CSYSTEM_H

#ifdef __linux__
#define _GNU_SOURCE 1
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif
#ifdef __APPLE__
#include <sys/event.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#endif
