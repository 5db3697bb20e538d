"""NBT405: paths of one machine, and all that only looks like one."""

from __future__ import annotations

import pytest

from tests.making import code, notebook
from tests.unit.rules.asking import said

RULE = "NBT405"
FOUND = {
    "pd.read_csv('/mnt/disk/x.csv')": '"/mnt/disk/x.csv"',
    "pd.read_csv('/data/x.csv')": '"/data/x.csv"',
    "rioxarray.open_rasterio('/data/x.tif')": '"/data/x.tif"',
    "open(file='/srv/x.txt')": '"/srv/x.txt"',
    "ROOT = '/home/ana/x'": '"/home/ana/x"',
    "path = '/content/drive/My Drive/x'": '"/content/drive/My Drive/x"',
    r"p = 'C:\\data\\x.csv'": r'"C:\data\x.csv"',
    r"p = r'D:\data'": r'"D:\data"',
    "p = 'C:/data/x.csv'": '"C:/data/x.csv"',
    "Path('/data') / 'x'\nPath('/data/y')": '"/data/y"',
    "f(f'/kaggle/input/{name}.csv')": '"/kaggle/input/"',
    "os.path.exists('/work/x')": '"/work/x"',
    "read = dict(root='/Volumes/x/y')": '"/Volumes/x/y"',
    "np.load('/opt/a/' + name)": '"/opt/a/"',
    "def f(p='/scratch/me/x'): return p": '"/scratch/me/x"',
}


@pytest.mark.parametrize(("source", "shown"), FOUND.items(), ids=FOUND)
def test_a_path_of_one_machine_is_found(source: str, shown: str) -> None:
    assert [message.partition(": ")[2] for message in said(RULE, notebook(code(source)))] == [
        f"{shown} is a path of one machine"
    ]


HARMLESS = [
    "open('data/x.csv')",
    "open('../x.csv')",
    "open('/tmp/x.csv')",
    "open('/dev/null')",
    "p = '/usr/local/bin/python'",
    "pd.read_csv('https://example.org/data/x.csv')",
    "p = 's3://home/data/x'",
    "p = 'gs://bucket/x'",
    "@app.route('/home/x')\ndef f(): pass",
    "client.get('/home/user')",
    "requests.post(base + '/users/x')",
    "h5['/data/x']",
    "h5.create_group('/mnt/x')",
    "url = base + '/data/x'",
    "p.startswith('/home/x')",
    "p == '/content/x'",
    "p.replace('/content/drive/', '')",
    "os.environ.get('DATA', '/home/x/y')",
    "print('/home/ana/x is missing')",
    "drive.mount('/content/drive')",
    "'''/home/ana/x'''",
    "def f():\n    '/home/ana/x'",
    "if IN_COLAB:\n    root = '/content/x'",
    "try:\n    open('/data/x/y')\nexcept OSError:\n    pass",
    "root = '/content/x' if IN_COLAB else 'x'",
    "p = '/'",
    "sep = '/n/a'",
    "re.compile('/home/.*/x')",
    "x = '</home/x>'",
    "ratio = 'a:/b'[2:]",
    "e = 'C:'",
    "'12:/34'",
    "text = 'Time:\\n'",
    "fraction = '/2/3'",
    "# open('/home/ana/x')",
    "!cat /home/ana/x",
]


@pytest.mark.parametrize("source", HARMLESS, ids=repr)
def test_what_runs_elsewhere_too_is_no_finding(source: str) -> None:
    assert said(RULE, notebook(code(source))) == []


def test_a_path_is_found_once_in_a_cell_with_its_place() -> None:
    assert said(RULE, notebook(code("x = 1\na = '/mnt/x/y'\nb = '/mnt/x/y'"))) == [
        '1:2:5: "/mnt/x/y" is a path of one machine'
    ]


def test_a_long_path_is_shortened() -> None:
    (message,) = said(RULE, notebook(code(f"a = '/mnt/{'x' * 200}'")))
    assert len(message) < 110
