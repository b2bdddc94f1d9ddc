"""What is in deploy/ is valid for the programs that read it, and fits the code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from server import DATA
from server.settings import VARIABLES, variable_name
from tests.support.programs import nginx_configuration, program
from tests.support.serving import ROOT

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
OUR_SETTINGS = {variable_name(field) for field in VARIABLES}


def run(*command: str) -> str:
    """Run a program, and return what it printed if it was content."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def manifests() -> list[dict[str, Any]]:
    """Return every object for Kubernetes."""
    paths = sorted(KUBERNETES.glob("*.yaml"))
    return [
        document
        for path in paths
        if path.name != "kustomization.yaml"
        for document in yaml.safe_load_all(path.read_text("utf-8"))
    ]


def kind(name: str) -> dict[str, Any]:
    """Return the object of a kind that is the app's own."""
    return next(
        document
        for document in manifests()
        if document["kind"] == name and document["metadata"]["name"] == "express-entry"
    )


def test_kubernetes_takes_every_manifest() -> None:
    paths = [str(path) for path in sorted(KUBERNETES.glob("*.yaml"))]
    others = [path for path in paths if not path.endswith("kustomization.yaml")]
    assert len(others) >= 6
    printed = run(program("kubernetes-validate"), "--strict", *others)
    assert printed.count(" passed for resource ") == len(manifests())


def test_kustomization_names_every_manifest() -> None:
    names = {path.name for path in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml"}
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text("utf-8"))["resources"]
    assert set(listed) == names


def test_the_objects_for_kubernetes_lead_to_each_other() -> None:
    pod = kind("Deployment")["spec"]["template"]
    for name, selector in (
        ("Service", kind("Service")["spec"]["selector"]),
        ("PodDisruptionBudget", kind("PodDisruptionBudget")["spec"]["selector"]["matchLabels"]),
        ("NetworkPolicy", kind("NetworkPolicy")["spec"]["podSelector"]["matchLabels"]),
    ):
        assert selector.items() <= pod["metadata"]["labels"].items(), name
    (rule,) = kind("Ingress")["spec"]["rules"]
    backend = rule["http"]["paths"][0]["backend"]["service"]
    assert backend["name"] == kind("Service")["metadata"]["name"]
    assert kind("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"] == "express-entry"
    (container,) = pod["spec"]["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert {probe["httpGet"]["path"] for name, probe in container.items() if "Probe" in name} == {
        "/healthz",
        "/readyz",
    }


def test_settings_of_the_deployments_are_those_that_the_server_reads() -> None:
    ours = [name for name in kind("ConfigMap")["data"] if name.startswith("EE_")]
    for service in ("app-1", "app-2"):
        ours += [name for name in COMPOSE["services"][service]["environment"] if "EE_" in name]
    ours += re.findall(r"\bEE_[A-Z_]+(?==)", (DEPLOY / "express-entry.service").read_text("utf-8"))
    ours += re.findall(r"\bEE_[A-Z_]+(?==)", CONTAINERFILE)
    assert len(ours) > 8
    assert set(ours) <= OUR_SETTINGS


def test_compose_file_is_what_the_specification_allows() -> None:
    schema = json.loads(Path(__file__).with_name("compose.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(COMPOSE, schema)
    services = COMPOSE["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services), name
    for name in ("app-1", "app-2", "proxy", "counters"):
        assert services[name]["read_only"], name
        assert services[name]["cap_drop"] == ["ALL"], name


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    path = tmp_path / "nginx.conf"
    path.write_text(nginx_configuration(tmp_path, 8080, (8501, 8502)))
    run(program("nginx"), "-t", "-e", "stderr", "-c", str(path))


def test_nginx_gives_open_data_to_any_process_and_pages_to_one() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    found = re.search(r"location ~ (\S+) \{\s*proxy_pass http://any;", text)
    assert found
    data = re.compile(found[1])
    assert all(data.match(path) for path in (*DATA, "/healthz", "/readyz"))
    assert not any(map(data.match, ("/", "/_stcore/stream", "/my-score", "/static/js/a.js")))


@pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "express-entry.service").read_text("utf-8")
    unit = tmp_path / "express-entry.service"
    folder = "/opt/express-entry"
    text = text.replace(f"{folder}/venv/bin/uvicorn", sys.executable).replace(folder, str(ROOT))
    unit.write_text(text)
    assert unit.name not in run(program("systemd-analyze"), "verify", str(unit))


def test_the_image_has_all_of_the_program_and_runs_as_nobody() -> None:
    copied = set(re.findall(r"^COPY (?!--from)(?:(\S+)) \1$", CONTAINERFILE, re.MULTILINE))
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert copied >= {".streamlit"} | (rooms - {"benchmark", "tests", "docs"})
    assert re.search(r"^USER \d+:\d+$", CONTAINERFILE, re.MULTILINE)
    assert "\nHEALTHCHECK " in CONTAINERFILE
