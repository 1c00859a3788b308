import type { Words } from "./words.ts";

// Trade by trade and the same for each: its things and their parts, what goes wrong with them, what is done to them, its brands, and all of that
// in Spanish. Written from the trades, not from texts.

export const parts = {
  HVAC: {
    8: `
      air conditioner*, air cond, air source heat pump, central ac, central heat*, ac compressor, ac fan, ac repair, ac install*, ac service,
      ac tune*, cooling tower, chiller*, ductless*, forced air, furnace*, gas furnace, heat exchanger, hvac*, packaged unit*, rooftop ac,
      package unit, split system*, split unit*, thermostat*, vrf, ptac*, evap cooler*, air purifier*, duct work, ac coil*, portable ac, ac drain*,
      clima artificial, minisplit*, aire lavado, calefactor*, calefaccion*, ducto*, caldera*, chimenea de gas, bomba de calor, termostat*,
      condensador*, aire de ventana, boiler de calefaccion, radiador*, furnase*, hvca`,
    6: `
      air conditioning, aire no sale, aire no prende, blows warm, blowing warm air, blows hot air, bryant, carrier unit, coleman, contactor,
      cooling*, daikin*, defrost, drain pan, ductwork*, economizer, evaporator*, expansion valve, fan coil*, fujitsu, heat kicks, heating*,
      heil, honeywell, hot and cold spots, induc* motor, inducer, mitsubishi*, no heat, no ac, not heating, wont heat, wont cool, payne, heatpump*,
      refrigerant*, rheem furnace, ruud furnace, run capacitor, second stage, sensi, tempstar, trane*, unit outside, zone damper*, uv light, hepa,
      pilot on the furnace, furnace filter, no calienta la casa, tira aire caliente, echa aire caliente, sopla caliente, sin calefaccion,
      gas refrigerante, recargar gas, el aire no, prende el aire, aire de la casa, sistema de aire, bolier, hydronic, radiant floor`,
    5: `
      air balance, call for heat, cold house, cold spot*, compressor*, fan only, freezing in here, heat is out, heat went out, heat is not,
      hot house, hot upstairs, house is cold, house is freezing, house is hot, house is so hot, inside is, no cold air, no warm air, outdoor fan,
      radiators, wont turn on heat, sweating in here, not cold`,
    4: `
      bedroom is hot, bedroom is cold, warmer than, cooler than, restaurant is hot, sudando, hace calor, hace frio, frio en, furn, heats, burning up,
      an oven`,
  },
  Plumbing: {
    8: `
      bath faucet*, bathroom drain*, blocked drain*, camera the line, clogged*, drain clean*, drain clog*, drain snake*, ejector pump, faucet*,
      floor drain*, flush valve, gas leak*, gas line, gas piping, gas stub, grinder pump, hose bibb*, hot water*, instant hot water, kitchen drain,
      lav sink, leach field, leaky faucet*, low water pressure, main drain, main sewer, pex, pipe burst, pipe leak*, pipes*, plumbing*, plumber*,
      prv, recirculation pump, reverse osmosis, roots in the, rough plumbing, sewage*, shower pan, sink clog*, snake the, sump*, toilet*, tolet,
      urinal*, utility sink, water closet, water filtration, water softener*, waterline*, well pump, backflow prevent*, cast iron pipe*,
      galvanized pipe*, no hot water, pressure tank, septic tank, standpipe, tub drain, wc, commode*, bidet*, cold water, faucit, terlet,
      bano tapado, boiler de agua, boiler no prende, boiler*agua, calentador*, calentador de agua, calentador no, cano roto, canos, caneria*,
      cespol, cisterna*, desague*, destapar*, drenaje*, drenaje tapado, excusado*, fregadero*, fuga de gas, goteando, grifo*, inodoro*, lavabo*,
      lavamanos, llave gotea, llave de la cocina, llave del bano, plomer*, poceta, regadera*, retrete*, sanitario*, tina tapada, tuberia*, tubo*,
      escusado*, sumidero, taza, wc tapado`,
    6: `
      american standard, backing up, backs up, burst*, cartridge, clog*, corroded pipe*, drain*, drips under, dripping faucet, fixture install,
      flapper, gurgl*, insinkerator, jetting, laundry drain, leaks under, low pressure, moen*, delta faucet, overflow*, running toilet, ballcock,
      fill valve, shower head*, shower handle, shower knob, shower wont, shower is, shutoff*, snaked, snaking, spigot*, stopper, stopped up,
      sewer gas, toilet seat, tub faucet, unclog*, water everywhere, water coming from, wont drain, slow drain*, slow to drain, drains slow*,
      yard hydrant, agua sucia, sale agua, tira agua, tirando agua, inundado, inundo, no sale agua, presion de agua, se tapo, esta tapado,
      esta tapada, se rompio un tubo, gotea la llave, no baja el agua, poca presion, main water`,
    5: `
      disposal, flooded, sink*, shower*, bathtub*, waterheater, water pressure, puddle*, faucets, lukewarm, meter is spinning, water shut,
      knocking pipes, heater leaking`,
    4: `
      backup, back up, gas stove hook*, gas dryer, water stopped, water off, drip*`,
  },
  Electrical: {
    8: `
      200 amp, 220v*, 240v*, 240 volt*, 220 volt*, arc fault*, attic fan wir*, breaker*, breaker panel, breaker box, can lights, ceiling fan*,
      chandelier*, circuit breaker*, co detector*, dead outlet*, electric meter, electric outlet*, electrical*, electrician*, ev charg*, car charg*,
      exit light*, fuse*, gfci*, gfi*, junction box*, knob and tube, landscape lighting, light fixture*, light switch*, lights flicker*,
      lights dim*, lights are flicker*, lights went out, main panel, meter base*, motion sensor light*, no power, outlet*, panel upgrade, pool light*,
      power outlet*, power surge, receptacle*, recessed light*, rewir*, smoke alarm*, smoke detector*, standby generator, string light*,
      subpanel*, surge protector*, tesla charger, undercabinet light*, wall outlet*, wall connector, whole home generator, wiring*, charger in the garage,
      three prong, two prong*, vanity light*, porch light*, outdoor outlet*, hot tub wir*, transfer switch*, federal pacific, aluminum wir*,
      level two charger, level 2, automatic switch, bath fan, bathroom fan*, exhaust fan*, doorbell*, low voltage,
      apagador*, caja de breakers, caja de fusibles, cableado*, centro de carga, contacto*, corto*, cortocircuito, electricista*, enchufe*,
      falso contacto, foco*, interruptor*, instalacion electrica, lampara*, luces parpade*, no hay luz, no tengo luz, sin luz, se fue la luz,
      se va la luz, pastilla*, tomacorriente*, toma corriente, ventilador de techo, abanico de techo, electrica*, medidor de luz`,
    6: `
      amp, amp service, amps, arcing, breakers, bulbs, cat6, chispa*, conduit*, dimmer*, electricity, elecricity, electric panel*, emergency lighting,
      flicker*, generator*, got shocked, half the power, lights out, lights wont, lights in the, lost power, lutron, no electric*, outlets, overhead light*,
      partial power, plug*, plugs, power is out, power out, power to, receptacles, sconces, spark*, switch*, tripped, tripping, trips the, tripping the,
      electric service, wire*, wires, wired, zinsco, siemens panel, eaton, cutler hammer, leviton, breaker keeps, chispas, corriente, volt*,
      dedicated line, socket*, panel electrico, luz de la, power went out, buzzing switch, buzzing outlet, blown fuse`,
    5: `
      electric, elect, ground rod, lights, light, lighting, burning smell, burnt smell, smells like burning, hot outlet, fan light, ring camera`,
  },
  Roofing: {
    8: `
      asphalt shingle*, box gutter*, built up roof, chimney leak*, clay tile*, cedar shake*, composition shingle*, concrete tile*, dormer leak*,
      downspout*, drip edge*, epdm*, fascia*, flat roof*, flashing*, gutter*, gutters*, gutter guard*, hail damage*, ice dam*, leaky roof, leaking roof,
      metal roof*, mod bit, modified bitumen, new roof, re roof*, ridge vent*, roofer*, roofing*, roof*, rubber roof*, shingle*, shingles*, skylight*,
      slate roof, slate tile*, soffit*, spanish tile*, standing seam, tar and gravel, tear off, tpo*, torch down*, underlayment*, valley, vent boot*,
      rooftop leak*, turbine vent*, decking rotted, tarp the, tarped, siding and gutters, leafguard, gaf, owens corning, certainteed, rufe, ruf,
      azotea*, canaleta*, canalon*, canales de lluvia, goteras, gotera*, impermeabiliz*, lamina del techo, lozas, plafon mojado, techo*, techado,
      techador*, tejado*, tejas*, teja, tragaluz, domo, goteo del techo, entra agua cuando llueve, cuando llueve, chapopote, shingel*`,
    6: `
      adjuster*, attic leak*, ceiling leak*, ceiling is wet when, hail*, hailstorm, insurance claim, leak after rain, leaks when it rains,
      leaking when it rains, missing shingles, moss on, nail pops, tarp*, storm damage*, water around the chimney, when it rains, whenever it rains,
      every time it rains, after it rains, when rain, rains hard, rainwater, rain water, wind damage, wind took, blew off, blown off, wind blew, llueve,
      lluvia*, granizo, caballete, por el techo, raining in, rain comes, rain coming, heavy rain, last storm, after the storm, standing water on`,
    5: `
      after a storm, after rain, chimney cap, stain on the ceiling, stain on my ceiling, spot on the ceiling, water spot*, ceiling stain*,
      water stain*, wet spot on the ceiling, daylight in the attic, attic is wet, sagging roof`,
  },
  "Garage Doors": {
    8: `
      commercial garage, garage door*, garage doors, garage opener*, garage dor*, garge door*, garage spring*, garage remote*, garage keypad,
      garage cable*, garage track*, garage panel*, garage wont, garage sensor*, garage motor, overhead door*, rolling door*, roller door*,
      rollup door*, roll up door*, sectional door*, torsion*, extension spring*, wayne dalton*, amarr, clopay*, lift master*, liftmaster*,
      chamberlain*, genie*, craftsman opener, carriage door*, one car door, two car door, loading dock door, dock leveler, door opener*,
      porton electrico, porton del garaje, porton*, puerta del garaje, puerta del garage, puerta de garage, puerta de la cochera,
      puerta de mi cochera, puerta de mi garaje, puerta de mi garage, puertas del garaje, puertas de garage, puerta levadiza, puerta automatica,
      cortina metalica, resorte*, motor de la cochera, control del garage, control de la cochera`,
    6: `
      bent track, cable snapped, came off the track, chain drive*, clicker*, door off track, jackshaft, my q, myq*, off its track*, opener*,
      photo eye*, safety sensor*, safety eye*, spring broke*, snapped spring, broken torsion, trolley, wall console, weatherstrip on the garage,
      bottom seal, side mount, garage wont open, garage wont close, open the garage, close the garage, rodillo*, riel*, cochera no, garaje no`,
    5: `
      keypad*, remote*, sensors, springs, transmitter`,
  },
  Pest: {
    8: `
      alacranes, ant control, ant*, ants, argentine ants, attic rodents, bat removal, bats, bed bug*, bedbug*, bee removal, bees, black widow*,
      box elder*, boxelder*, brown recluse*, bugs, carpenter ant*, carpenter bee*, chipmunk*, cicada killer*, cockroach*, cucaracha*, drain flies,
      earwig*, exterminator*, exterminating, fire ants, fleas, fruit flies, fumigat*, gnat*, groundhog*, honey bees, hornets, house flies,
      ladybug*, lizards, mice*, mole*, mosquito*, mouse*, mud dauber*, mud tube*, mud tubes, opossum*, paper wasp*, pest*, pest control, pantry moth*,
      possum*, powder post*, raccoon*, racoon*, rat trap*, rats, roach*, roaches, roches, rodent*, scorpion*, silverfish*, snakes, spiders,
      squirrels, squirrel*, stink bug*, swarmers, termite*, termites, ticks, vole*, voles, wasp*, wdo, wdi, wildlife*, woodchuck*, yellowjacket*,
      rid of bugs, ladybugs, mice and rats, hormig*, hormigas, termita*, raton*, ratas, rata, chinche*, chinches, pulga*, garrapata*, avispa*, avispero*,
      abejas, panal*, arana*, aranas, alacran*, ciempies, mosquito*, moscas, plaga*, fumig*, fumigador*, control de plagas, comejen*, polilla*,
      zorrillo*, mapache*, tlacuache*, murcielag*, culebra*, vibora*, roedor*, bichos, insectos, palomas, grillos`,
    6: `
      bait station*, bite marks, bites, chewed through, crawling, critters, dead animal, dead rat, droppings*, infestation*, infested, insects*,
      nest*, rodent proof*, something scratching, scratching noise*, scratching in, trap and release, trapping, traps set, flying bugs, tiny bugs,
      little bugs, poop in the attic, animal in the, animals in the, nido de, nidos, me pican, picaduras, spraying for, sprayed for, poison, swarm`,
    5: `
      inspection for termites, noises in the wall*, gnawing, gnawed`,
  },
  Landscaping: {
    8: `
      backyard makeover, bush*, bushes, brush removal, cut grass, dead tree*, fallen tree*, fertiliz*, flower bed*, flowerbed*, grass*, gravel,
      hardscap*, hedge*, hydroseed*, irrigation*, landscap*, lawn*, leaf remov*, leaf cleanup, leaf pickup, mow*, mowed, mulch*, overseed*,
      paver*, pavers, plant trees, plow*, plowing, pull weeds, rake leaves, retaining wall*, rock garden, rose*, shrub*, shrubs, snow plow*,
      snow removal, snow shovel*, sod, sprinkler*, sprinkler head*, stump*, tree*, tree trim*, trees, turf, weed*, weeds, xeriscap*, yard*, yard work,
      yard cleanup, weed eat*, weedeat*, weedwhack*, drip irrigation, leaf blow*, tree limb*, palm*, patio pavers, french drain*, dry creek,
      lawncare, storm cleanup, arboriculture, arborist*, rainbird, rain bird, hunter controller, rachio, seed and, topsoil, grub*,
      arbol*, arboles, arbusto*, aspersor*, cesped*, cortar el pasto, corte de pasto, corte de zacate, desyerb*, jardin*, jardinero*, hojas, maleza*,
      palmera*, pasto*, podar*, poda de*, ramas, riego*, sembrar*, tala de*, tumbar un arbol, tronco*, yarda*, zacate*, hierba*, setos, enredadera*`,
    6: `
      acre lot, bermuda, branches*, brown patch*, cut back, crabgrass, drainage in my yard, edging, fescue, front lawn, garden*, grading, haul brush,
      holly, irrigation valve, landscape edging, limbs, oak*, maple*, pine*, planting*, prune*, pruning, st augustine, sidewalk edging, soil,
      snow*, sprinklers, trimming*, trim the, zone valve, blow the leaves, patio stones, banqueta, patio lleno de hierba`,
    5: `
      biweekly mowing, controller for the sprinkler*, overgrown*, outdoor space, roots lifting, water pooling in the yard`,
  },
  Cleaning: {
    8: `
      airbnb clean*, apartment clean*, biweekly clean*, carpet clean*, carpets clean*, carpet shampoo, clean carpets, clean the house, clean house,
      clean my, cleaning*, cleaning person, cleaning woman, cleaners, commercial clean*, couch clean*, deep clean*, deep-clean, detail clean*,
      disinfect*, dryer lint, dust*, exterior wash*, floor wax*, grout clean*, house clean*, house wash*, housekeep*, house keep*, janitor*, maid*,
      mattress clean*, mopping, move in clean*, move out clean*, move-out, office clean*, power wash*, pressure clean*, pressure wash*, rug clean*,
      sanitiz*, scrub*, shampoo*, soft wash*, spring clean*, steam clean*, strip and wax, tile clean*, turnover clean*, upholster*, vacation rental clean*,
      vacuum*, wash windows, window clean*, window wash*, windows wash*, post construction clean*, biohazard clean*, hoarder*, hoarding*, pet odor*,
      pet stain*, smoke odor*, urine*, odor removal, clean out the fridge, wipe down,
      alfombra*, aspirar*, barrer, desinfect*, lavado a presion, lavar alfombra*, lavar ventanas, lavar el sofa, lavar la alfombra, limpi*, limpieza*,
      limpiar*, limpieza profunda, limpieza de, muchacha que limpie, sacudir, tapiceria, trapear, vidrios, muy sucio, muy sucia, pulir pisos`,
    6: `
      bathrooms and kitchen, change the sheets, clean up, cleaned, cleanup, crew to clean, dingy, dirty, dog hair, filthy*, floors mopped, grime, grimy,
      linens, messy, mildew*, need cleaned, oil stains, organize the, streaks, stained carpet, stained rug, turnover*, wine stain, windows washed, lavar*,
      sucia, sucio, manchas, manchad*, polvo`,
    5: `
      guests, stain, stains, stains out, every two weeks, twice a month, once a week`,
  },
  Solar: {
    8: `
      array*, battery storage, backup battery, bill credit, charge controller, detach and reset, enphase*, fronius, going solar, goodwe, go solar,
      grid tie*, ground mount*, home battery, hybrid inverter, inverter*, kilowatt*, lg chem, micro inverter*, microinverter*, net meter*,
      off grid*, photo voltaic, photovolt*, powerwall*, pv*, rapid shutdown, rooftop solar, solar*, solarcity, solaredge*, solaris, sol ark, string inverter,
      sunnova*, sunpower*, sunrun*, tesla panels, vivint solar, qcells, panasonic panels, solor, power purchase agreement, ppa, interconnection,
      permission to operate, energia solar, fotovolt*, inversor*, panel solar, paneles*, placas*, solares, medicion neta, celdas solares`,
    6: `
      itc, panels are, panels produce, panels on my roof, panels off, panels removed, my panels, the panels, reinstall the panels, optimizers, not producing,
      zero production, production is, producing, kwh*, export to the grid, electric bill, electricity bill, power bill, panels, sun hours, federal credit,
      recibo de luz, pago de luz, de luz al mes, panel cleaning`,
    5: `
      batteries, battery, tax credit, app shows, the lease, monitoring`,
  },
  General: {
    8: `
      accent wall, accessible bathroom, appliance repair*, appliance tech*, assemble*, attic ladder, baby proof*, backsplash*, barn door*, bathroom remodel*,
      bath remodel*, blinds, bookshel*, built in*, cabinet*, cabinet door*, carpenter*, carpentry, caulk*, closet*, countertop*, crown molding*, curtain rod*,
      deadbolt*, deck*, door handle*, door hinge*, door jamb, door knob*, door frame*, doggie door, dog door, drywall*, dry wall, sheet rock, sheetrock*,
      exterior paint*, fence*, fence post*, fencing, floor install*, flooring*, furniture assembl*, gate*, grab bar*, granite, hand rail*, handrail*,
      handy man*, handyman*, handy person, hang a, hang some, hang pictures, hardwood floor*, hole in the wall, home repair*, honey do, ikea*, interior door*,
      interior paint*, kitchen remodel*, laminate*, linoleum, lvp, mirror hung, mount a tv, mount tv*, mounted tv, tv mount*, mount my tv, odd jobs, paint*,
      painter*, painting*, patch the wall, patio door*, pergola*, plaster*, popcorn ceiling, punch list*, punchlist, railing*, refinish*, remodel*,
      renovat*, screen door*, screened porch, shelf, shelves, shelving, sliding door*, stair tread*, storm door*, stucco*, subfloor, swing set, texture*, tile floor*,
      tile install*, tiling, trim carp*, trampoline, vanity install*, vinyl plank*, wainscot*, wallpaper*, weather strip*, window install*,
      window replac*, window screen*, window seal*, new windows, wood floor*, wood rot, rotted wood, ada ramp, wheelchair ramp, baseboard*, gazebo assembl*,
      albanil*, alacena*, armar un*, armar muebles, azulejo*, barda, carpinter*, cerca, cerradura*, chapa*, closet*, colgar*, gabinete*, manitas,
      mil usos, molduras, muebles, pared*, pintar*, pintor*, pintura, piso*, puerta de entrada, puerta de la casa, remodel*, repisa*, resanar*, tablaroca,
      tabla roca, ventana rota, yeso, zoclo, hoyo en la pared, muro, estuco`,
    6: `
      baseboards, broken window, cracked window, crib, dishwasher*, dryer*, fridge*, freezer*, front door, gate latch, glass replaced, handle broke,
      hang up, hinge*, hole in, ice maker*, loose tiles, microwave*, mailbox*, oven*, patch*, refrigerator*, small repairs, squeaky*, stove*, tub surround,
      washing machine repair, washer repair, washer wont spin, window wont, door wont latch, door wont close all, doors stick, puerta no cierra, puerta*,
      ventana*, refrigerador*, lavadora no, secadora*, estufa*, concrete crack*, garage shelv*, tub to shower, conversion, walk in tub`,
  },
} satisfies Record<string, Words>;
