import type { Words } from "./words.ts";

/** Words of what is built into a house. */
export const systems = {
  HVAC: {
    8: `
      ac, ac breaker*, ac capacitor, ac unit*, air condition*, air handler*, airconditio*, aircondition*, aire acondicionado, boiler*,
      calefaccion, calenton*, central unit, condensate*, condenser*, cooling is out, cooling system, daikin, duct*, ductwork, furnace filter*,
      furnace*, geothermal, goodman, heat pump*, heating system, hvac, lennox, mini split*, minisplit*, package unit*, rooftop unit,
      rooftop unit*, swamp cooler*, termostato*, the cooling, thermostat*, trane, uneven temperature*, unit on the roof, window ac`,
    6: `
      a c, acs, air quality, aircon, aire central, aire frio, aire no enfria, aires, amana, baseboard heat*, blow cold, blowing cold,
      blowing hot, blowing warm, blows cold, blows cool, blows hot, blows warm, bryant, btu, btus, calefactor*, capacitor*, carbon monoxide,
      carrier, central air, clima de, cold air, colder than, condensadora, congela*, cool mode, cool the house, covered in ice, damper*,
      dehumidifier*, ductless, el clima, emergency heat, energy use is high, evaporadora, evaporative cooler*, fan does not, fan doesnt,
      fan wont, flame sensor, flue, freezes up, freon, gas heater*, get above, get below, hace frio en la casa, heat mode, heat only,
      heat strip*, heater, heater wont, heating and cooling, hot air, hotter than, igniter*, ignitor*, isnt cool*, minisplit, minisplits,
      mitsubishi, no air, no calienta, no cool, no cooling, no enfria, no heat, no sale aire, not blowing, not cool*, nothing blows, oil heat,
      outside part, plenum, quit blowing, r22, radiator*, refrigeracion, refrigerant*, return air, seer, sopla*, stopped cooling, system freez*,
      thermostat wire, tons, tune up, unidad de afuera, unidad de aire, ventilacion, wall heater*, warm air, wont cool, wont get above,
      wont get below, york, zoning`,
    5: `
      blower, coil*, compressor*, cooling, de aire, ecobee, evaporator, handler, heat is on, heat isnt, heat on, heat wont, heating, mucho frio,
      my air, nest, outdoor unit, outside unit, pilot light, short cycl*, tecnico de aire, turn the heat, warm in here`,
    4: `
      3 ton, air flow, airflow, blow*, boiling in here, cold in here, cold in the house, colder, degrees, freez*, frost*, heat, heater*,
      hot in here, hotter, humidifier, humidity, mantenimiento de aire, register*, registers, set temperature, so cold, so hot, stuffy, sweating,
      temperatures, ton unit, toneladas, too cold, too hot, vents`,
    3: `
      air, calor, ceiling vent*, cool*, degrees inside, enfria*, floor vent*, no prende, sauna`,
    2: `
      aire, caliente, cold, filter*, freezing, frio, hot, ice, system, temperature, unit, units, upstairs, vent, warm`,
    1: `
      gas, noise, smell*`,
  },
  Plumbing: {
    8: `
      bathroom faucet*, bathroom sink, bradford white, burst pipe*, calentador de agua, calentador*, commode*, faucet*, fosa septica, fregadero,
      fuga de agua, garbage disposal*, gas line*, grease trap*, hot side, hot water, hydro jet*, inodoro, kitchen faucet*, kitchen sink, lavabo,
      line to the street, main line*, navien, no hot water, pilot wont stay, plomer*, plomeria, plumb*, polybutylene, pressure regulator,
      regadera, repipe*, rinnai, rooter, septic, sewer*, shower drain*, shower valve*, slab leak*, sump, sump pump*, tankless, toilet*,
      tub spout, tuberia*, under my bathroom sink, washer drain*, washing machine box, water heater*, water leak*, water line*, water main`,
    6: `
      agua caliente, backed up, backflow, backflow test, bomba de agua, brown water, cleanout, cloaca, clogged drain*, coladera*, collapsed,
      copper, crawl space is wet, desague*, drain line*, drenaje*, excusado, expansion tank, fixtures leak, flooded, flooding, floor is soft,
      flushed, frozen pipe*, fuga, gas pipe*, grease trap, hammering, hay agua, hose bib*, inundando, joint came apart, kohler, leak under,
      line collapsed, llave de agua, llave de la, llave del, llaves, low flow, low water pres*, mixing valve, moen, no hay agua, no water,
      overflow*, p trap, pinhole, pipe*, presion de agua, repipe, rheem, sanitario, se inunda*, sewage, shower head*, showerhead*,
      shut off valve*, shutoff valve*, softener*, spigot*, sprayer, sulfur, taps, taza del bano, tinaco, under my kitchen sink, under my sink,
      under the house is wet, under the sink, washing machine, washing machine leaks, water heater is, water meter, water pressure,
      water shutoff, water soften*, water stain under, water under, well pump*, wont flush`,
    5: `
      bathroom rough in, bathtub*, bidet, cano, clog*, disposal, drain*, drip* faucet, floor drain, gotea por abajo, grifo, leaking water heater,
      overflowing toilet, shower*, sink*, snaked, tank is, tapada, tapado, tapo, tub drain*, water bill, water heating element, water shut off,
      water tank, wax ring`,
    4: `
      agua por todos, came apart, crawl space, flush*, humedad, joint, laundry sink, leaking pipe*, meter spins, puddle, spout, tap, trap, tub,
      washing machine hose, water coming up, water damage, water filter, water running`,
    3: `
      agua, bathroom*, crawlspace, drip*, flood*, fuga*, gallon*, gotea, leak*, sewer smell, valve*, water`,
    2: `
      bano, basement, bucket, damp, gurgl*, soaked, tank, toilet seat, wet`,
    1: `
      drip, gas, kitchen, laundry`,
  },
  Electrical: {
    8: `
      15 amp*, 20 amp*, 30 amp*, 50 amp*, 60 amp*, amp circuit, breaker*, cableado, car charger*, ceiling fan*, ceiling light*, circuit breaker*,
      dedicated circuit, double tapped, electric panel*, electric range needs, electrical, electrical panel, electrician*, electricista*,
      enchufe*, ev charger*, fuse box, generac, generator*, gfci*, ground wire, grounded, hot switch, light fixture*, light switch*, lost power,
      luz en la cocina, no grounds, no tengo luz, outdoor light*, outlet*, outside circuit, panel upgrade, plug outside, porch light*,
      power pole, smoke detector*, subpanel, subpanel*, three way switch*, three way switches, tomacorriente*, two prong, under cabinet light*,
      wire a, wiring, zinsco`,
    6: `
      100 amp*, 110v, 200 amp*, 220, 220v, 240v, amp panel, apagador*, arc fault, beeping detector*, bombilla*, breaker box, can light*,
      carbon detector*, cargador*, chandelier*, charging station, christmas lights, circuit*, conduit, contactos, corriente, corto circuito,
      crackling, dimmer*, electric panel, electrica, electricity, electrico, faceplate, federal pacific, flicker*, foco, focos, fuses, fusible*,
      gfci, got shocked, grounding, grounds, half the house, half the lights, hook up my hot tub, hot wire, house fan, instalacion electrica,
      interruptor*, knob and tube, lamparas, led light*, level 2 charger, lights flicker*, lost a leg, meter base, meter box, neighbors have it,
      neutral, no power, panel de breakers, pendant light*, plug, power run, power went out, recessed light*, rehung, rewire*, run power,
      sconce*, scorched, se fue la luz, se va la luz, smoke alarm*, square d, street power, sub panel, surge protect*, timer*, track light*,
      transfer switch, tripped, tripping, tripping only, ventilador de techo, voltaje, welder, whole house fan`,
    5: `
      110, 240, amps, burning smell from the electrical, burnt plastic, chispas, conductor*, dead outlet, doorbell, electricidad, fixture*,
      flood light*, junction box, landscape light*, lights dim*, lights keep, motion light*, panel box, plug in, plugs, spark*, volt*, voltage,
      wire run, wired`,
    4: `
      buzz*, disconnect, electric, electrocut*, exhaust fan, fluorescent, hot to the touch, huele a quemado, light, lights, luz, panel, power,
      surge, switch, the box, transformer, trips, wires`,
    3: `
      amp, blink*, bulb*, circuit breaker, dead, fuse, lamp*, lighting, plugged in, quemado, shock*, wire`,
    2: `
      burn*, fan, humming, melted, motion, permits, tesla`,
    1: `
      code, hum*, outage, panels`,
  },
  Roofing: {
    8: `
      azotea, barn roof*, boots on the, brown ring, by the chimney, canales, cap shingles, downspout*, drip edge, flashing, gotera, goteras,
      gutter*, leaf guards, metal panels, missing tiles, nails coming through, over the gutter*, patio cover leak*, re roof, reroof, reroof*,
      ridge cap, roof certif*, roof panels are loose, roof*, shingle*, skylight*, spots on the ceiling, techo de lamina, techos, tejado, tejas,
      torch down, tree came through`,
    6: `
      agua del techo, agua por el techo, aguacero, architectural shingle*, asphalt, boots, by the eaves, cambiar todo el techo, canaleta*,
      canalon*, cedar shake*, ceiling leak*, drip over, el techo, epdm, fascia*, filtraci*, flat roof*, gutter guard*, hail damage, ice dam*,
      impermeabili*, lamina, leak in the ceiling, metal roof*, plumbing vent*, pouring rain, pours, raining, reparar el techo, ridge,
      roof inspection, roof leak*, snow melt, soffit*, tarp, tarps, techador, techo gotea, teja, tile roof*, tiles blew, tpo, underlayment,
      up by the eaves, vent boot, water through the roof, woodpecker`,
    5: `
      attic leak*, chimney flashing, decking, during storms, eaves rot*, every rain, felt, granizo, granules, hail*, ponding, rains,
      siding contractor, squares, tarp*, valley, when it rains, wind blew`,
    4: `
      adjuster, attic has, daylight, fema, hurricane, insurance adjuster, llueve, lluvia, moss, rain, storm damage, techo`,
    3: `
      ceiling stain*, chimney, eaves, single story, storm*, tormenta, water stain*`,
    2: `
      attic, branch landed, ceiling, drip*, insurance, leak*, limb, sky, tile, viento, wind`,
    1: `
      water`,
  },
  "Garage Doors": {
    8: `
      bay door*, broken garage, clopay, commercial door*, dock door*, double garage, garage bay, garage broke, garage door*, garage is stuck,
      garage lock*, garage motor*, garage opener*, opener beeps, overhead door*, puerta automatica del garaje, puerta de la cochera,
      puerta del garage, puerta del garaje, puertas de cochera, roll up at, roll up door*, smart opener*, spring is broke*, torsion spring*,
      wayne dalton`,
    6: `
      16x7, belt drive, bottom panel, bottom section, broken spring, carriage style, chain drive, chamberlain, control remoto, de la cochera,
      del garage, del garaje, door opener*, door stuck, garage does*, garage remote*, garage shut, garage spring*, garage wont, garaje no, genie,
      liftmaster, motor del porton, motor strains, my garage, myq, need car out, off its rollers, off its tracks, off the track, off track,
      one car door, opener, openers, overhead one, photo eye*, popping noise as it goes up, porton*, puerta de cochera, puerta de garaje,
      puertas de garaje, roll up, sectional, stuck closed, the garage both, the garage door, the garage one, torsion, two car door,
      will not go up, wont come down, wont go up`,
    5: `
      door came off, door fell, door is hanging, door off, door panel*, door reverses, door wont go, door wont lift, keypad*, lift it by hand,
      remotes, resorte*, rollers, sectional door*, spring, springs, wall button, weather seal`,
    4: `
      cables, cochera, door down, door goes, el cable, garaje, heard a bang, hinges cracked, loud bang, remote, sensors, spring snapped, tracks`,
    3: `
      cable, chain, door, lift, sensor, snapped, track, wont close`,
    2: `
      bang, car stuck, close, garage, gate, reverses, stuck halfway, trapped`,
    1: `
      closes, motor, open, opens, stuck, wont open`,
  },
} satisfies Record<string, Words>;
