# Runs Autobahn's fuzzing client with the specification in this file.
import json
import sys

from autobahntestsuite import wstest

wstest.start({'mode': 'fuzzingclient'}, json.loads(open(sys.argv[1]).read()))
