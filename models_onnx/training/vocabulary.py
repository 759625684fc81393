"""The words that generated sentences are filled with: places, things, values, titles.

Our own lists, wide on purpose: what matters is that the model meets names by their context and
not by heart, so `invented_name` makes up new ones for ever.
"""

from random import Random

AREAS = """
kitchen|living room|bedroom|bathroom|hall|hallway|office|study|garage|garden|attic|basement|cellar|
dining room|guest room|kids room|nursery|laundry room|utility room|pantry|porch|patio|terrace|
balcony|conservatory|library|den|family room|master bedroom|guest bathroom|en suite|loft|landing|
entrance|entryway|foyer|lobby|corridor|stairs|staircase|stairwell|shed|workshop|greenhouse|sunroom|
playroom|game room|media room|home cinema|theater|gym|sauna|pool|pool house|driveway|backyard|
front yard|front garden|back garden|courtyard|roof|rooftop|veranda|deck|mudroom|cloakroom|closet|
walk-in closet|dressing room|wardrobe|toilet|loo|restroom|powder room|shower room|wine cellar|
lounge|sitting room|parlour|drawing room|kitchenette|breakfast nook|snug|boot room|store room|
storage room|music room|craft room|sewing room|studio|art studio|home office|meeting room|
conference room|reception|waiting room|server room|boiler room|carport|barn|stable|chapel|
guest house|granny flat|annex|cabin|dorm|bunk room|children's room|kid's bedroom|baby's room|
anna's room|tom's room|ben's bedroom|emma's room|grandma's room|mom's office|dad's study|
teenager's room|bedroom one|bedroom 2|bedroom three|bathroom two|office 1|upstairs bathroom|
downstairs toilet|back bedroom|front bedroom|spare room|spare bedroom|box room|tv room|tv lounge|
reading corner|reading nook|fireplace room|yoga room|meditation room|jacuzzi|hot tub|summer house|
tool shed|bike shed|outdoor kitchen|dining area|living area|great room|rec room|man cave|bar|
hobby room|lab|darkroom|main hall|back porch|front porch|side gate|orchard|tennis court
""".replace("\n", "").split("|")

FLOORS = """
upstairs|downstairs|first floor|second floor|third floor|ground floor|top floor|basement floor|
upper floor|lower floor|main floor|attic floor|lower level|upper level|first storey|mezzanine|
bottom floor|middle floor|fourth floor|floor one|floor two|level one|level 2|1st floor|2nd floor
""".replace("\n", "").split("|")

LIGHT_CLASSES = ["light", "lights", "lamp", "lamps", "lighting", "bulb", "bulbs", "light bulbs",
                 "spotlights", "ceiling light", "ceiling lights", "leds", "led strip",
                 "lightbulb", "wall lights", "downlights", "fairy lights"]  # fmt: skip
COVER_CLASSES = ["blind", "blinds", "curtain", "curtains", "shade", "shades", "shutter",
                 "shutters", "roller blinds", "roller shutters", "awning", "awnings", "drapes",
                 "window", "windows", "skylight", "venetian blinds", "gate",
                 "covers", "cover", "rollers", "roman shades", "sun screen"]  # fmt: skip
LOCK_CLASSES = ["lock", "locks", "door", "doors", "door lock", "smart lock"]
FAN_CLASSES = ["fan", "fans", "ceiling fan", "ceiling fans", "exhaust fan", "extractor fan",
               "ventilator", "ventilation", "extractor", "hood fan", "desk fan"]  # fmt: skip
CLIMATE_CLASSES = ["heating", "heater", "heat", "thermostat", "air conditioning", "ac",
                   "air conditioner", "radiator", "radiators", "a/c", "aircon", "hvac", "boiler",
                   "underfloor heating", "heat pump", "climate", "heaters", "thermostats",
                   "air con", "furnace", "central heating"]  # fmt: skip
SWITCH_CLASSES = ["switch", "switches", "plug", "plugs", "outlet", "outlets", "socket", "sockets",
                  "smart plug", "power strip", "smart switch", "plug socket", "power outlet",
                  "devices", "appliances", "everything", "smart socket"]  # fmt: skip
MEDIA_CLASSES = ["tv", "television", "speaker", "speakers", "radio", "stereo", "music", "sound",
                 "media player", "soundbar", "hi-fi", "telly", "music player", "smart speaker",
                 "sound system", "audio", "receiver", "projector", "smart tv"]  # fmt: skip
VACUUM_CLASSES = ["vacuum", "vacuum cleaner", "robot vacuum", "robot", "hoover", "robot cleaner",
                  "robot hoover", "cleaning robot", "robo vac", "vac", "roomba", "mop",
                  "vacuum robot", "cleaner", "sweeper"]  # fmt: skip
MOWER_CLASSES = ["mower", "lawn mower", "lawnmower", "robot mower", "mowing robot"]
SENSOR_CLASSES = ["motion sensor", "motion", "humidity", "battery", "battery level", "power",
                  "energy", "smoke detector", "door sensor", "window sensor", "leak sensor",
                  "co2", "co2 level", "air quality", "illuminance", "light level", "pressure",
                  "power consumption", "energy usage", "moisture", "presence", "occupancy",
                  "humidity level", "air pressure", "carbon monoxide", "noise level", "uv index",
                  "sound sensor", "flood sensor", "smoke", "voltage", "current",
                  "electricity consumption", "heat sensor", "air sensor", "vibration",
                  "signal strength", "particulate matter", "water level"]  # fmt: skip
GENERIC_CLASSES = sorted(
    {
        *LIGHT_CLASSES, *COVER_CLASSES, *LOCK_CLASSES, *FAN_CLASSES, *CLIMATE_CLASSES,
        *SWITCH_CLASSES, *MEDIA_CLASSES, *VACUUM_CLASSES, *MOWER_CLASSES, *SENSOR_CLASSES,
        "humidifier", "dehumidifier", "alarm panel", "sensor", "sensors", "sprinklers",
        "camera", "cameras", "door", "doors", "gates", "thermometer",
    },
    key=len,
    reverse=True,
)  # fmt: skip

_LIGHT_FRONTS = """
bedside|reading|floor|desk|table|standing|corner|sofa|couch|tv|mirror|vanity|night|ceiling|wall|
pendant|chandelier|lava|salt|sun|mood|accent|cabinet|counter|island|sink|stove|shelf|bookshelf|
piano|aquarium|fish tank|christmas|xmas tree|tree|flower|plant|porch|path|pathway|walkway|flood|
security|driveway|pool|fountain|fence|gate|lantern|tiffany|paper|moon|mushroom|globe|arc|tripod|
picture|art|display|stair|step|closet|wardrobe|crib|baby|bunk|headboard|left|right|big|small|
little|main|old|new|red|blue|green|yellow|white|black|golden|spare|front|back|side|middle|far|
left bedside|right bedside|kitchen counter|kitchen island|dining table|coffee table|
living room floor|hall ceiling|office desk|garage ceiling|garden path|anna's bedside|tom's desk|
mom's reading|dad's|grandpa's|lily's night|window|balcony string|rope|neon|strip|led|edison|
hue|ikea|tradfri|nanoleaf|lifx|yeelight|wiz|govee|shelly|sonoff|aqara|bathroom mirror|work bench
""".replace("\n", "").split("|")
_LIGHT_ENDS = ["lamp", "light", "lights", "lamp", "light", "spot", "bulb", "strip", "lamps"]

_NAMES_FIXED = """
coffee maker|coffee machine|espresso machine|kettle|dishwasher|washing machine|washer|dryer|
tumble dryer|oven|microwave|toaster|fridge|freezer|rice cooker|slow cooker|air fryer|stove|hob|
cooker|cooktop|grill|water heater|boiler pump|pool pump|fountain|sprinkler|sprinklers|irrigation|
electric blanket|towel rail|towel warmer|fireplace|fire pit|sauna heater|jacuzzi|hot tub|
air purifier|humidifier|dehumidifier|diffuser|aquarium|fish tank filter|bird feeder|pet feeder|
printer|computer|pc|monitor|laptop charger|phone charger|router|nas|server|playstation|ps5|xbox|
nintendo|apple tv|fire stick|chromecast|roku|sonos|homepod|echo|google home|nest hub|soundbar|
record player|turntable|projector|projector screen|doorbell|front door|back door|side door|
patio door|balcony door|cellar door|main door|garage door|french doors|sliding door|garden gate|
front gate|driveway gate|barn door|cat flap|letterbox|front door lock|back door lock|
velux|skylight|bay window|french window|bathroom window|left blind|right blind|big curtain|
dryer plug|washer socket|desk fan|tower fan|bladeless fan|dyson|box fan|attic fan|roborock|roomba|
rosie|jarvis|dobby|robbie|alfred|dusty|r2d2|henry hoover|deebot|eufy|dreame|braava|automower|
worx|shaun the sheep|ecobee|nest|tado|hive|honeywell|daikin|mitsubishi split|panasonic unit|
christmas tree|xmas tree|string lights|lava lamp|disco ball|neon sign|aroma lamp|treadmill|
massage chair|standing desk|heated seat|heat lamp|terrarium|chicken coop door|incubator|
security system|alarm system|intercom|valve|water valve|main valve|gas valve|garage opener|
ev charger|wallbox|car charger|tesla|solar inverter|battery bank|grow light|plant light|
bar fridge|wine cooler|ice maker|popcorn machine|sewing machine|3d printer|band saw|compressor|
exhaust hood|range hood|cooker hood|bathroom extractor|dehumidifier in the cellar|mosquito trap
""".replace("\n", "").split("|")

_TOO_COMMON = {"hive", "nest", "echo", "pc", "server", "valve", "grill", "cooker", "monitor", "hob",
               "computer", "printer", "dusty", "henry hoover", "dream", "dreame", "worx", "tesla",
               "router", "alfred", "robbie", "letterbox", "roomba", "projector", "soundbar",
               "incubator", "compressor", "velux", "skylight", "nas", "stove", "alarm system",
               "security system", "humidifier", "dehumidifier"}  # fmt: skip
APPLIANCES = [name for name in _NAMES_FIXED if name not in _TOO_COMMON]
"""Things that are what they are called, wherever the words stand."""

_SCENES = """
movie night|movie time|good night|good morning|bedtime|romantic dinner|dinner|party|relax|reading|
focus|work|cozy evening|sunset|sunrise|away|leaving home|welcome home|night mode|all off|
cleaning time|yoga|gaming|date night|wake up|lullaby|energize|concentrate|savanna sunset|
tropical twilight|arctic aurora|spring blossom|nightlight|bright|dimmed|candle light|
breakfast|brunch|homework|game night|cinema|vacation|guests|storm|halloween|christmas|
sunday morning|lazy sunday|evening|deep sleep|rest|siesta|tea time|happy hour|rainy day
""".replace("\n", "").split("|")

_PEOPLE = """
anna|ben|tom|emma|lily|oliver|sophie|max|mia|jack|noah|grandma|grandpa|mom|dad|mum|sarah|peter|
maria|jose|yuki|ahmed|fatima|lars|ingrid|olga|ivan|chen|wei|raj|priya|zoe|leo|finn|clara|hugo|
amelie|luca|giulia|sofia|mateo|nina|otto|greta|kai|freya|sven|bjorn|aoife|siobhan|niamh
""".replace("\n", "").split("|")

_NOUNS = """
elephant|dragon|phoenix|galaxy|nebula|comet|atlas|apollo|luna|stella|aurora|pixel|biscuit|waffle|
pepper|ginger|maple|willow|oak|cedar|lotus|coral|pearl|ruby|jade|amber|falcon|raven|otter|panda|
tiger|turtle|dolphin|penguin|cactus|bamboo|meadow|river|ocean|island|harbor|lighthouse|anchor|
rocket|satellite|robot|wizard|castle|tower|bridge|arch|cube|sphere|pyramid|spiral|ripple|ember|
spark|flame|shadow|mirror|window|ladder|barrel|bottle|basket|blanket|cushion|hammock|bench
""".replace("\n", "").split("|")

_SYLLABLES = """
ka|lo|mi|ra|ze|to|na|vi|su|pe|do|ba|li|qua|xen|tor|mel|ron|sha|ky|fi|gra|plu|bri|dan|wex|jo|
ul|en|ar|is|od|tran|vor|lux|nyx|zig|bee|tek|son|dy|ly|ra|phi|chi|glo|nest|wyn|mar|tel
""".replace("\n", "").split("|")

NAME_NOUNS = [
    "lamp", "light", "lights", "lamp", "light", "fan", "plug", "switch", "speaker", "heater",
    "blind", "blinds", "curtain", "curtains", "shade", "tv", "radiator", "thermostat", "lock",
    "door", "gate", "window", "outlet", "socket", "vacuum", "sensor", "bulb", "strip", "shutter",
]  # fmt: skip

COLORS = """
red|green|blue|yellow|orange|purple|pink|white|turquoise|cyan|magenta|violet|lavender|teal|gold|
lime|indigo|coral|salmon|peach|mint|navy blue|sky blue|light blue|dark blue|dark red|crimson|
light green|hot pink|royal blue|aqua|maroon|olive|amber|beige|ivory|scarlet|aquamarine|rose|
sea green|forest green|bright red|deep purple|pale yellow|black|brown|grey|fuchsia|plum
""".replace("\n", "").split("|")
COLOR_TEMPERATURES = """
warm white|cool white|cold white|daylight|neutral white|soft white|candlelight|candle light|
2700 kelvin|3000 k|4000 kelvin|5000k|6500 kelvin|2200 kelvin|warm|cool|warmer|cooler|cold|
twenty seven hundred kelvin|four thousand kelvin|three thousand kelvin|natural white
""".replace("\n", "").split("|")
FAN_SPEEDS = """
low|medium|high|maximum|max|minimum|full speed|half speed|the lowest setting|the highest setting|
fast|slow|one|two|three|1|2|3|level 2|speed three|the second level|top speed|turbo|quiet
""".replace("\n", "").split("|")
FAN_MODES = ["low", "medium", "high", "auto", "automatic", "quiet", "turbo", "silent", "focus",
             "diffuse", "off", "on", "top", "middle", "circulate", "powerful", "eco",
             "maximum"]  # fmt: skip
HVAC_MODES = ["heat", "cool", "auto", "eco", "dry", "fan only", "heating", "cooling", "away",
              "automatic", "fan", "heat cool", "sleep", "boost", "comfort", "energy saving",
              "night", "home", "holiday", "vacation", "dehumidify", "winter", "summer",
              "frost protection", "economy"]  # fmt: skip
SOURCES = ["hdmi 1", "hdmi 2", "hdmi one", "hdmi two", "hdmi three", "bluetooth", "aux", "netflix",
           "youtube", "spotify", "line in", "optical", "the playstation", "playstation", "xbox",
           "apple tv", "roku", "chromecast", "cable", "tuner", "usb", "phono", "airplay", "dvd",
           "blu-ray", "disney plus", "prime video", "plex", "radio", "live tv", "channel five",
           "bbc one", "channel 4", "the hulu app", "kodi", "satellite", "pc", "game console",
           "wii", "antenna", "channel 12", "hbo"]  # fmt: skip
MEDIA_CLASS_WORDS = ["song", "track", "album", "artist", "playlist", "movie", "film", "tv show",
                     "show", "podcast", "audiobook", "radio station", "station", "series",
                     "episode", "book", "music", "video", "genre", "band", "game",
                     "audio book", "radio"]  # fmt: skip
PLACES = """
london|paris|new york|berlin|tokyo|madrid|rome|sydney|toronto|chicago|seattle|boston|denver|
edinburgh|dublin|munich|vienna|zurich|oslo|stockholm|helsinki|warsaw|prague|lisbon|athens|cairo|
nairobi|mumbai|delhi|singapore|seoul|busan|beijing|bangkok|san francisco|los angeles|austin texas|
springfield|portland oregon|cambridge|oxford|manchester|leeds|glasgow|cork|galway|bath|york|
hamburg|lyon|porto|bergen|reykjavik|oslo norway|vancouver|quebec|mexico city|lima|santiago|
buenos aires|cape town|auckland|wellington|honolulu|anchorage|miami|st louis|salt lake city|
maplewood|oakville|riverside|kingston|newport|georgetown|milton keynes|the lake|the coast|
the mountains|my town|greenville|fairview|salem|bristol|dover|hastings|brighton
""".replace("\n", "").split("|")
ITEMS = """
milk|bread|eggs|butter|cheese|apples|bananas|oranges|tomatoes|potatoes|onions|garlic|rice|pasta|
flour|sugar|salt|pepper|olive oil|coffee|tea|orange juice|beer|wine|water|toilet paper|
paper towels|dish soap|laundry detergent|shampoo|toothpaste|batteries|light bulbs|cat food|
dog food|diapers|wipes|chicken|ground beef|salmon|yogurt|cereal|oatmeal|honey|jam|peanut butter|
chocolate|cookies|ice cream|frozen pizza|avocados|lettuce|spinach|carrots|cucumbers|mushrooms|
lemons|limes|strawberries|blueberries|grapes|tofu|soy sauce|ketchup|mustard|mayonnaise|vinegar|
two cartons of milk|a dozen eggs|three apples|a bag of rice|six cans of tuna|half a pound of ham|
2 litres of water|5 lemons|some cheese|more coffee filters|a birthday card|wrapping paper|
aa batteries|trash bags|bin bags|tin foil|cling film|sponges|bleach|hand soap|deodorant|razors|
call the dentist|buy a present for mum|wash the car|mow the lawn|pay the rent|fix the sink|
clean the gutters|book a haircut|email the landlord|water the plants|return the library books|
pick up the dry cleaning|do the taxes|walk the dog|change the sheets|take out the trash|
renew my passport|finish the report|paint the fence|vacuum the car|call grandma|sweep the porch|
passport|sunscreen|swimsuit|phone charger|socks|tent|sleeping bag|toothbrush|camera|umbrella|
maple syrup|cinnamon|vanilla extract|baking powder|lentils|chickpeas|basil|oat milk|almond milk
""".replace("\n", "").split("|")
LISTS = """
shopping list|grocery list|to do list|todo list|groceries|shopping|packing list|chores list|
chores|wish list|christmas list|party list|hardware store list|holiday list|weekend list|
work list|task list|tasks|camping list|birthday list|costco list|target list|bucket list|
reading list|to-do list|errands list|errands|home depot list|baby list|gift list|movie list
""".replace("\n", "").split("|")
TIMER_NAMES = """
pizza|pasta|egg|eggs|laundry|tea|bread|cookies|cake|rice|chicken|nap|workout|oven|potatoes|soup|
homework|roast|dinner|bath|meditation|coffee|yoga|chess|turkey|dough|screen time|quiet time|
washing machine|break|brownies|lasagna|steak|study|plank|sauce|broccoli|teeth|parking meter
""".replace("\n", "").split("|")
REMINDERS = """
take out the trash|call mom|take my pills|feed the cat|walk the dog|water the plants|pay the rent|
pick up the kids|check the oven|buy milk|call the dentist|send the report|turn in my homework|
lock the door|take the cake out|move the laundry|go to bed|leave for work|charge the car|
pick up the parcel|change the filter|clean the litter box|return the book|book the flight|
drink water|stretch|take my medicine|put the bins out|get gas|wish anna a happy birthday|
turn off the sprinkler|close the windows|check the mail|renew the insurance|do the dishes|
start the dishwasher|email the teacher|defrost the chicken|bring an umbrella|ring the plumber|
go to the meeting|the meeting with john|my doctor's appointment|the parent evening|football|
jane's birthday|the concert|my flight|practice the piano|study for the exam|vacuum the car
""".replace("\n", "").split("|")
MESSAGES = """
dinner is ready|lunch is on the table|time for school|we are leaving in five minutes|i am home|
breakfast is served|it's time for bed|please come downstairs|the movie is starting|come to dinner|
the taxi is here|the pizza has arrived|somebody is at the door|grandma is here|i'll be late|
don't forget your jackets|the laundry is done|good morning everyone|happy birthday tom|
the kids should brush their teeth|turn off your screens|the game starts now|i need some help|
everyone get in the car|it's snowing|the food is getting cold|bath time|homework first|
who wants ice cream|the dog needs a walk|i'm going to bed|quiet please|the guests are arriving
""".replace("\n", "").split("|")
TITLES = """
bohemian rhapsody|hey jude|thriller|imagine|stairway to heaven|yesterday|billie jean|
hotel california|
smells like teen spirit|wonderwall|shape of you|rolling in the deep|let it be|purple rain|africa|
dancing queen|take on me|hallelujah|creep|the lion king|star wars|frozen|inception|the matrix|
jurassic park|toy story|casablanca|the godfather|friends|the office|breaking bad|stranger things|
the crown|sherlock|planet earth|doctor who|seinfeld|the great british bake off|harry potter|dune|
the hobbit|moby dick|pride and prejudice|the martian|sapiens|the daily|serial|this american life|
radiolab|bbc radio 4|classic fm|jazz fm|npr|radio paradise|kiss fm|absolute eighties|groove salad|
workout mix|dinner jazz|road trip|chill vibes|summer hits|sleep sounds|rain sounds|white noise|
discover weekly|top fifty|abbey road|dark side of the moon|rumours|nevermind|back in black|
happy|clocks|lights|the night we met|turn the page|open your eyes|house of the rising sun|
the kitchen|dim all the lights|light my fire|ring of fire|close to me|the door|cold as ice
""".replace("\n", "").split("|")
ARTISTS = """
the beatles|queen|adele|taylor swift|drake|coldplay|mozart|bach|beethoven|miles davis|radiohead|
abba|madonna|michael jackson|ed sheeran|beyonce|rihanna|u2|the rolling stones|pink floyd|metallica|
nirvana|daft punk|bob marley|bob dylan|johnny cash|elvis presley|frank sinatra|nina simone|
ella fitzgerald|kendrick lamar|billie eilish|lady gaga|bruno mars|the weeknd|arctic monkeys|
norah jones|david bowie|prince|stevie wonder|fleetwood mac|the cure|björk|sigur rós|bts|blackpink|
led zeppelin|dolly parton|shakira|hans zimmer|ludovico einaudi|vivaldi|chopin|light house family
""".replace("\n", "").split("|")
GENRES = ["jazz", "rock", "classical music", "pop", "hip hop", "country", "blues", "reggae",
          "techno", "heavy metal", "lo-fi", "ambient", "indie", "folk", "soul", "disco", "punk",
          "k-pop", "opera", "house music", "electronic", "christmas music", "relaxing music",
          "some music", "music", "something relaxing", "piano music", "80s music", "kids songs",
          "dance music", "my favorite songs", "something by the sea", "nature sounds"]  # fmt: skip

DOOR_NAMES = ["front door", "back door", "side door", "patio door", "main door", "cellar door",
              "garage door", "balcony door", "gate", "front gate", "shed door", "entrance door",
              "office door", "front door lock", "back gate", "apartment door", "barn door",
              "yale lock", "nuki", "august lock", "patio doors", "garage doors", "french doors",
              "balcony doors"]  # fmt: skip
VACUUM_NAMES = ["rosie", "jarvis", "dobby", "robbie", "alfred", "dusty", "roborock", "deebot",
                "henry", "r2d2", "upstairs vacuum", "kitchen robot", "braava", "eufy", "mr clean",
                "sucky mcsuckface", "wall-e", "irobot", "dreame", "neato"]  # fmt: skip
MEDIA_NAMES = ["sonos", "apple tv", "living room tv", "kitchen radio", "homepod", "chromecast",
               "nest hub", "soundbar", "roku", "record player", "bedroom echo", "shield",
               "projector", "fire stick", "denon receiver", "google home", "echo dot",
               "sonos arc", "marshall speaker", "jbl", "bose"]  # fmt: skip
FAN_NAMES = ["dyson", "tower fan", "box fan", "vornado", "bathroom extractor", "big fan", "whirly"]
CLIMATE_NAMES = ["nest", "ecobee", "tado", "hive", "daikin", "bedroom ac", "water heater",
                 "sauna heater", "mitsubishi", "honeywell", "hot tub"]  # fmt: skip
MOWER_NAMES = ["automower", "worx", "shaun", "landroid", "husky", "moe"]
HOUSEHOLD = ["anna", "ben", "tom", "emma", "lily", "grandma", "dad", "mom", "sarah", "peter",
             "maria", "john", "mike", "julia", "kate", "my wife", "my husband",
             "the kids"]  # fmt: skip
EVENTS = ["the meeting", "my doctor's appointment", "anna's birthday", "the parent evening",
          "my flight", "the dentist", "soccer practice", "the concert", "trash day",
          "our anniversary", "the oven", "my medication", "the laundry", "yoga", "the vet",
          "paying the bills", "taking my pills"]  # fmt: skip
FOODS = 70  # So many of ITEMS are bought rather than done.

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen"]  # fmt: skip
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
         "ninety"]  # fmt: skip


def number_words(number: int) -> str:
    """A number below a thousand as it is said.

    >>> number_words(45)
    'forty five'
    """
    if number >= 100:
        rest = number % 100
        return _ONES[number // 100] + " hundred" + (" and " + number_words(rest) if rest else "")
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (" " + _ONES[number % 10] if number % 10 else "")


def number(rng: Random, low: int, high: int, step: int = 1) -> str:
    """A number in digits or words."""
    value = rng.randrange(low, high + 1, step)
    return str(value) if rng.random() < 0.5 else number_words(value)


def invented_word(rng: Random) -> str:
    """A word nobody has said before."""
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 2, 3))))


def _front(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(_LIGHT_FRONTS)
    if kind < 0.6:
        return rng.choice(_PEOPLE) + rng.choice(("'s", "s", "'s"))
    if kind < 0.72:
        return rng.choice(_NOUNS)
    if kind < 0.85:
        return rng.choice(AREAS) + " " + rng.choice(_LIGHT_FRONTS)
    return invented_word(rng)


def light_name(rng: Random) -> str:
    """What a household may call a lamp."""
    if rng.random() < 0.06:
        return rng.choice([*_NOUNS, invented_word(rng)])
    return _front(rng) + " " + rng.choice(_LIGHT_ENDS)


def scene_name(rng: Random) -> str:
    """What a household may call a scene."""
    return rng.choice(_SCENES)


def invented_name(rng: Random) -> str:
    """What a household may call anything: known things, made-up words, nicknames, numbered ones."""
    kind = rng.random()
    if kind < 0.36:
        return rng.choice(_NAMES_FIXED)
    if kind < 0.74:
        return _front(rng) + " " + rng.choice(NAME_NOUNS)
    if kind < 0.82:
        return rng.choice(_NOUNS) + " " + rng.choice(_NOUNS)
    if kind < 0.88:
        return invented_word(rng) + (" " + invented_word(rng) if rng.random() < 0.4 else "")
    if kind < 0.94:
        return rng.choice(NAME_NOUNS) + " " + rng.choice(["one", "two", "three", "1", "2", "a"])
    return rng.choice(_PEOPLE) + "'s " + rng.choice(_NAMES_FIXED)


def appliance(rng: Random) -> str:
    """A thing that is started or stopped by name."""
    return rng.choice(_NAMES_FIXED)


def area_name(rng: Random) -> str:
    """What a household may call a room; sometimes a made-up one."""
    kind = rng.random()
    if kind < 0.88:
        return rng.choice(AREAS)
    if kind < 0.94:
        return rng.choice(_PEOPLE) + "'s " + rng.choice(("room", "bedroom", "office", "bathroom"))
    return rng.choice((rng.choice(_NOUNS), invented_word(rng))) + " room"


def invented_title(rng: Random) -> str:
    """What a song, a film or a station may be called."""
    parts = (invented_word(rng), *invented_name(rng).split(), "the", "of", "love")
    return " ".join(rng.choice(parts) for _ in range(rng.randint(1, 4)))


def invented_artist(rng: Random) -> str:
    """Who may sing."""
    last = rng.choice(("smith", "jones", "band", "quartet", invented_word(rng)))
    return f"{invented_word(rng)} {last}"
