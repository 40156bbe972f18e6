"""Countries by their names in English, as texts write them."""

from __future__ import annotations

import re

__all__ = ["COUNTRY"]

_NAMES = """Afghanistan|Albania|Algeria|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh
        |Belarus|Belgium|Benin
|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada|Chad
        |Chile|China|Colombia
|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Czechia|Democratic Republic of (?:the )?Congo|Denmark
        |Dominican Republic|Ecuador|Egypt
|El Salvador|England|Eritrea|Estonia|Ethiopia|Finland|France|Gabon|Gambia|Germany|Ghana|Greece|Guatemala
        |Guinea-Bissau|Guinea|Haiti
|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Côte d'Ivoire
        |Jamaica|Japan|Jordan
|Kazakhstan|Kenya|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia
|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal
        |Netherlands|New Zealand
|Nicaragua|Nigeria|Niger|North Macedonia|Northern Ireland|Norway|Oman|Pakistan|Palestine|Panama
        |Papua New Guinea|Paraguay|Peru
|Philippines|Poland|Portugal|Puerto Rico|Qatar|Romania|Russia|Rwanda|Saudi Arabia|Scotland|Senegal|Serbia
        |Sierra Leone|Singapore
|Slovakia|Slovenia|Somalia|South Africa|South Korea|Korea|South Sudan|Spain|Sri Lanka|Sudan|Suriname|Sweden
        |Switzerland|Syria|Taiwan
|Tajikistan|Tanzania|Thailand|Togo|Trinidad and Tobago|Tunisia|Turkey|Türkiye|Uganda|Ukraine
        |United Arab Emirates|United Kingdom
|United States(?: of America)?|Uruguay|Uzbekistan|Venezuela|Viet ?Nam|Wales|Yemen|Zambia|Zimbabwe|UK|USA?"""

COUNTRY = re.compile(rf"(?<![\w-])(?=[A-Z])(?:{'|'.join(re.split(' *[|]', _NAMES.replace(chr(10), '')))})(?![\w-])")
"""The name of a country, spelt with its capitals."""
