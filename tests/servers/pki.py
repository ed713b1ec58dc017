"""Certificates for the lab, made with the openssl program: good ones and every kind of bad one."""

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

CONFIG = """
[ca]
default_ca = lab
[lab]
dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = anything
unique_subject = no
email_in_dn = no
[anything]
commonName = supplied
organizationName = optional
[authority]
basicConstraints = critical,CA:TRUE
subjectKeyIdentifier = hash
keyUsage = critical,keyCertSign,cRLSign
"""

SERVER = """
[server]
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
extendedKeyUsage = serverAuth
subjectAltName = {names}
"""


def stamp(days):
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")


class Pki:
    """Authorities and server certificates in one folder; the root is what programs under test may trust."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        (self.folder / "index.txt").touch()
        (self.folder / "serial").write_text("1000\n")
        self.root = self.authority("root", "Lab Root", None)
        self.intermediate = self.authority("intermediate", "Lab Intermediate", "root")
        self.unknown = self.authority("unknown", "Somebody Root", None)
        self.antivirus = self.authority("antivirus", "Avast Web/Mail Shield Root", None)

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.folder)

    def request(self, name, common_name):
        escaped = common_name.replace("/", "\\/")
        self.openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                     f"{name}.key", "-out", f"{name}.csr", "-subj", f"/O=Lab/CN={escaped}")

    def sign(self, name, issuer, section, extra="", first=-2, last=60):
        config = self.folder / f"{name}.cnf"
        config.write_text(CONFIG.format(folder=self.folder) + extra)
        by = ["-selfsign", "-keyfile", f"{name}.key"] if issuer is None else [
            "-cert", f"{issuer}.crt", "-keyfile", f"{issuer}.key"]
        self.openssl("ca", "-batch", "-notext", "-config", str(config), "-extensions", section, "-startdate",
                     stamp(first), "-enddate", stamp(last), "-in", f"{name}.csr", "-out", f"{name}.crt", *by)

    def authority(self, name, common_name, issuer):
        self.request(name, common_name)
        self.sign(name, issuer, "authority", first=-400, last=3000)
        return self.folder / f"{name}.crt"

    def server(self, name, hosts, issuer="intermediate", send_issuer=True, first=-2, last=60):
        """One PEM file with key, certificate and, if sent, its issuer."""
        self.request(name, hosts[0])
        names = ",".join("DNS:" + host for host in hosts)
        self.sign(name, issuer, "server", SERVER.format(names=names), first, last)
        parts = [f"{name}.key", f"{name}.crt"] + ([f"{issuer}.crt"] if issuer and send_issuer else [])
        pem = self.folder / f"{name}.pem"
        pem.write_text("".join((self.folder / part).read_text() for part in parts))
        return pem

    def of_kind(self, kind, name, hosts):
        """The certificate that a site of that kind shows."""
        if kind == "expired":
            return self.server(name, hosts, first=-90, last=-5)
        if kind == "future":
            return self.server(name, hosts, first=3000, last=3090)
        if kind == "self-signed":
            return self.server(name, hosts, issuer=None)
        if kind == "other-name":
            return self.server(name, ["www.otra-empresa.example"])
        if kind == "incomplete":
            return self.server(name, hosts, send_issuer=False)
        if kind == "unknown":
            return self.server(name, hosts, issuer="unknown")
        if kind == "intercepted":
            return self.server(name, hosts, issuer="antivirus")
        return self.server(name, hosts)
