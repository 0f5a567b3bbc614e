/** Words that can't name a Python package, lower case: the language's keywords (Python 3.13, `keyword` module). */
export const KEYWORDS: ReadonlySet<string> = new Set(
  `false none true and as assert async await break class continue def del elif else except finally for from
global if import in is lambda nonlocal not or pass raise return try while with yield case match type`.split(/\s+/),
);

/** Modules of the standard library of Python 3.11 to 3.14 (`sys.stdlib_module_names`, November 2026): a package of such a name would hide it. */
export const STANDARD_MODULES: ReadonlySet<string> = new Set(
  `abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii
bisect builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall compression
concurrent configparser contextlib contextvars copy copyreg cProfile crypt csv ctypes curses dataclasses datetime dbm
decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput
fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac
html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale
logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib
nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil
platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat
queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil
signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat
statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile
termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle
turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound
wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo`.split(/\s+/),
);

/**
 * What the libraries and the apps bring along, as packages and as modules (a lock of the whole catalogue, November 2026): a
 * project of such a name would hide the module, or be taken for the package. Lower case, with underscores.
 */
export const BROUGHT_ALONG: ReadonlySet<string> = new Set(
  `alembic annotated_doc annotated_types anyio certifi click cloudpickle colorama colorlog contourpy cuda cycler
dateutil filelock fonttools formulaic fsspec functorch graphviz greenlet h11 httpcore httpx idna iniconfig
interface_meta jinja2 joblib kiwisolver mako markupsafe mpl_toolkits mpmath narwhals networkx nvidia opentelemetry
packaging patsy pil pillow pkg_resources plotly pluggy prettytable pydantic pydantic_core pygments pylab pyparsing
pytest python_dateutil pyyaml setuptools six sniffio sqlalchemy starlette sympy threadpoolctl torchgen tqdm triton
typing_extensions typing_inspection tzdata uvicorn wcwidth wrapt yaml fastapi`.split(/\s+/),
);
