"""Every case runs once for each dialect a backend may speak; the client's dialect is that of its file."""

import pytest

from support.matrix import BACKENDS, LACKS, NOT_YET, REAL, SERVICES
from support.programs import Fake, Herd


class Real:
    """A real server in the place of a fake: it does not misbehave when told to, nor tell what it saw."""

    url = REAL

    def forget(self):
        pass

    def stop(self):
        pass

    def __getattr__(self, name):
        pytest.skip("a real server does not misbehave when it is told to")


class Stand:
    """One Herd with one backend behind it."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.fake = Real() if REAL else Fake(dialect)
        try:
            # Herd asks its backend but once, so that a misbehaviour meets the request it is meant for; and it does not
            # leave the only backend alone for having been told to fail.
            self.herd = Herd(self.fake.url, "--probe-interval", "1h", "--breaker-failures-max", "100")
        except BaseException:
            self.fake.stop()
            raise
        self.url = self.herd.url

    def stop(self):
        self.herd.stop()
        self.fake.stop()


@pytest.fixture(scope="module")
def stands():
    """Of one client: what one does to a backend's standing is nothing to the next."""
    started = {}

    def stand(dialect):
        if dialect not in started:
            started[dialect] = Stand(dialect)
        return started[dialect]

    yield stand
    for running in started.values():
        running.stop()


@pytest.fixture
def stand(backend, stands):
    stand = stands(backend)
    stand.fake.forget()
    return stand


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(what): left out where the backend's dialect has no words for it")
    config.addinivalue_line("markers", "awaits(what): expected to fail where support/matrix.py says so")


def pytest_generate_tests(metafunc):
    if "backend" not in metafunc.fixturenames:
        return
    needs = {need for mark in metafunc.definition.iter_markers("needs") for need in mark.args}
    backends = [
        dialect
        for dialect in BACKENDS
        if not needs & LACKS[dialect] and (dialect != "service" or needs & SERVICES)
    ]
    metafunc.parametrize("backend", backends, ids=[f"over-{dialect}" for dialect in backends])


def pytest_collection_modifyitems(items):
    for item in items:
        client = item.path.stem.removeprefix("test_")
        backend = getattr(item, "callspec", None) and item.callspec.params.get("backend")
        awaited = {what for mark in item.iter_markers("awaits") for what in mark.args}
        for what in sorted(awaited):
            if (client, backend) in NOT_YET.get(what, ()):
                reason = f"{client} over {backend}: no {what} yet"
                item.add_marker(pytest.mark.xfail(reason=reason, strict=False))
