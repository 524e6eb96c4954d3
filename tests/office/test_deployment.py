"""The set-up of several processes: true to the compose schema, and closed as tightly as it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = {name for name, service in SERVICES.items() if service.get("restart") == "no"}


def test_the_file_is_true_to_the_compose_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*command, ROOT / "docker-compose.yml"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_services_are_those_of_the_design() -> None:
    assert set(SERVICES) == {
        "database", "broker", "migrate", "web", "indexer", "signer", "sweeper",
        "worker-interactive", "worker-batch", "proxy",
    }  # fmt: skip
    assert SERVICES["web"]["deploy"]["replicas"] == 2
    assert sorted(ONE_SHOT) == ["migrate"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    user = str(service["user"]).split(":")[0]
    assert user.isdigit()
    assert int(user) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT))
def test_a_service_is_watched_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_a_secret_is_a_file_and_never_a_variable(name: str) -> None:
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())
    assert set(SERVICES[name].get("secrets", [])) <= set(COMPOSE["secrets"])
    for key, value in SERVICES[name].get("environment", {}).items():
        if any(word in key for word in ("PASSWORD", "SECRET", "KEY")):
            assert key.endswith("_FILE")
            assert str(value).startswith("/run/secrets/")
        assert ":" not in str(value).partition("//")[2].partition("@")[0] or "@" not in str(value)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT - {"database", "broker", "proxy"}))
def test_nothing_of_ours_starts_before_the_tables_are_there(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_tables_are_made_with_that_of_the_cache() -> None:
    assert "migrate --noinput && python manage.py createcachetable" in SERVICES["migrate"]["command"][-1]


def test_the_web_believes_the_proxy_and_nobody_else_about_the_callers_address() -> None:
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert SERVICES["web"]["environment"]["TRUSTED_PROXIES"] == subnet
    assert {name for name, service in SERVICES.items() if "front" in service["networks"]} == {"web", "proxy"}
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy


def test_only_the_proxy_can_be_reached_and_the_database_reaches_nobody() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert "front" not in SERVICES["database"]["networks"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert SERVICES["database"]["networks"] == SERVICES["broker"]["networks"] == ["back"]


def test_the_demo_cannot_be_switched_on_by_accident() -> None:
    assert {service["environment"]["OFFICE_DEMO"] for service in SERVICES.values() if "build" in service} == {
        "0"
    }


def test_the_image_runs_without_root_and_keeps_what_must_not_be_in_it_out() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "\nUSER 10001:10001\n" in dockerfile
    assert dockerfile.count("--require-hashes") == 2
    assert {".git", ".env", "secrets", "var", ".venv"} <= set(ignored)


def test_the_secrets_are_made_once(tmp_path: Path) -> None:
    script = tmp_path / "deploy" / "make-secrets"
    script.parent.mkdir()
    script.write_bytes((ROOT / "deploy" / "make-secrets").read_bytes())
    script.chmod(0o755)
    subprocess.run([script, "vanthu.example"], check=True)
    made = {path.name: path.read_bytes() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert all(made.values())
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    subprocess.run([script, "vanthu.example"], check=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "secrets").iterdir()} == made
