"""Every case runs once for each dialect a backend may speak; the client's dialect is that of its file."""

import pytest

from support.matrix import DIALECTS, LACKS, NOT_WOVEN
from support.programs import Fake, Herd


class Stand:
    """One Herd with one backend behind it."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.fake = Fake(dialect)
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


def pytest_generate_tests(metafunc):
    if "backend" not in metafunc.fixturenames:
        return
    needs = {need for mark in metafunc.definition.iter_markers("needs") for need in mark.args}
    backends = [dialect for dialect in DIALECTS if not needs & LACKS[dialect]]
    metafunc.parametrize("backend", backends, ids=[f"over-{dialect}" for dialect in backends])


def pytest_collection_modifyitems(items):
    for item in items:
        client = item.path.stem.removeprefix("test_")
        backend = getattr(item, "callspec", None) and item.callspec.params.get("backend")
        if (client, backend) in NOT_WOVEN:
            reason = f"{client} is not yet translated to {backend}"
            item.add_marker(pytest.mark.xfail(reason=reason, strict=False))
